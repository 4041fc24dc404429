import { ProuieError } from '../../errors.ts';
import type { ProfileSource } from '../../pipeline.ts';
import { checkYamlLimits } from '../../yaml-limits.ts';

/** The part of a profile that says where nodes run, still in the profile's text. */
export interface ExecutorSource {
  readonly file: string;
  readonly text: string;
}

/** A profile, taken apart into what the pipeline reads and what the runner reads. */
export interface ProfileParts {
  readonly pipeline: ProfileSource;
  /** Undefined where the profile has no part `executor`. */
  readonly executor: ExecutorSource | undefined;
}

/**
 * Takes `executor` out of a profile. Its lines stay as blank ones, so that what the pipeline says of other lines is
 * right.
 */
export async function divideProfile(source: ProfileSource): Promise<ProfileParts> {
  if (!/^["']?executor["']?\s*:/m.test(source.text)) return { pipeline: source, executor: undefined };
  const { isMap, isScalar, parseDocument } = await import('yaml');
  const { contents, errors } = parseDocument(source.text);
  const pair =
    errors.length === 0 && isMap(contents)
      ? contents.items.find(({ key }) => isScalar(key) && key.value === 'executor')
      : undefined;
  const from = isScalar(pair?.key) ? pair.key.range?.[0] : undefined;
  if (from === undefined) return { pipeline: source, executor: undefined };
  const to = (pair?.value as { readonly range?: readonly number[] } | null)?.range?.[2] ?? source.text.length;
  const blank = source.text.slice(from, to).replace(/[^\n]+/g, '');
  return {
    pipeline: { ...source, text: `${source.text.slice(0, from)}${blank}${source.text.slice(to)}` },
    executor: { file: source.file ?? source.name, text: source.text },
  };
}

/**
 * A profile's YAML with `--set path.to.setting=value` applied (the value is YAML too). Whether a setting exists is for
 * the pipeline to say, which knows them all.
 *
 * @throws ProuieError PROUIE_USAGE for a `--set` without a value, PROUIE_YAML for a profile that is none
 */
export async function readProfile(
  name: string,
  file: string | undefined,
  text: string,
  sets: readonly string[],
): Promise<ProfileSource> {
  checkYamlLimits(text, file, 'profile');
  if (sets.length === 0) return { name, file, text };
  const { parse, parseDocument } = await import('yaml');
  const document = parseDocument(text);
  if (document.errors.length > 0) return { name, file, text };
  for (const set of sets) {
    const at = set.indexOf('=');
    if (at <= 0)
      throw new ProuieError('PROUIE_USAGE', `--set takes PATH=VALUE, not "${set}".`, {
        hint: 'For example --set scale.sa=0.02.',
      });
    const [path, value] = [set.slice(0, at), set.slice(at + 1)];
    try {
      document.setIn(path.split('.'), document.createNode(parse(value)));
    } catch (cause) {
      const [says] = cause instanceof Error ? cause.message.split(/\n| at line/) : [String(cause)];
      throw new ProuieError('PROUIE_USAGE', `--set ${path} cannot be made: ${says}.`, {
        hint: 'The value is YAML, for example --set seeds=[1,2]; the path names a setting or one inside a group.',
        cause,
      });
    }
  }
  return { name, file, text: String(document) };
}
