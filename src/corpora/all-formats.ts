import { ProuieError } from '../errors.ts';
import { didYouMean } from '../suggest.ts';
import type { Format } from './format.ts';

/** Every format that corpora are read in: one file each in `formats/`. */
export const FORMATS: readonly Format[] = /* @__PURE__ */ Object.values(
  import.meta.glob<Format>('./formats/*.ts', { eager: true, import: 'format' }),
);

/** @throws ProuieError PROUIE_FORMAT_UNKNOWN with the nearest name */
export function findFormat(name: string): Format {
  const found = FORMATS.find((format) => format.name === name);
  if (found !== undefined) return found;
  const names = FORMATS.map((format) => format.name);
  throw new ProuieError('PROUIE_FORMAT_UNKNOWN', `There is no corpus format "${name}".`, {
    hint: didYouMean(name, names) ?? `Known formats: ${names.join(', ')}.`,
  });
}
