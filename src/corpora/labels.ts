import { type Location, ProuieError } from '../errors.ts';
import { didYouMean } from '../suggest.ts';
import type { Card } from './card.ts';
import { roleNames, typeNames } from './schema-names.ts';

/**
 * Where a source's label leads: to one of the card's, to no annotation, or nowhere. `respelt` says that the card writes it
 * differently: in case, hyphens, underscores or blanks, and only in these.
 */
export type MappedLabel =
  | { readonly state: 'known'; readonly label: string; readonly respelt: boolean }
  | { readonly state: 'left-out'; readonly respelt: boolean }
  | { readonly state: 'unknown' };

export interface LabelReader {
  type(source: string): MappedLabel;
  role(source: string): MappedLabel;
  /** What to throw for a label that leads nowhere. */
  unknown(kind: 'type' | 'role', source: string, location: Location): ProuieError;
}

/**
 * Reads the labels of a source by a card's label map: as they are written, else by how they are spelt but for case, hyphens,
 * underscores and blanks, where that leads to one label alone.
 */
export function labelReader(card: Pick<Card, 'id' | 'schema' | 'labelMap'>): LabelReader {
  const types = new Set(typeNames(card.schema));
  const roles = new Set(roleNames(card.schema));
  const read = (known: ReadonlySet<string>): ((source: string) => MappedLabel) => {
    const exact = (source: string): string | undefined => {
      const label = Object.hasOwn(card.labelMap, source) ? card.labelMap[source]! : source;
      return label === '' || known.has(label) ? label : undefined;
    };
    let spellings: ReadonlyMap<string, ReadonlySet<string>> | undefined;
    return (source) => {
      const label = exact(source);
      if (label !== undefined) return mapped(label, false);
      spellings ??= labelsBySpelling([...Object.keys(card.labelMap), ...known], exact);
      const [similar, ...others] = spellings.get(spellingOf(source)) ?? [];
      return similar === undefined || others.length > 0 ? { state: 'unknown' } : mapped(similar, true);
    };
  };
  return {
    type: read(types),
    role: read(roles),
    unknown(kind, source, location) {
      const sources = [...Object.keys(card.labelMap), ...(kind === 'type' ? types : roles)];
      const add = 'Add it to `labelMap` of the card if it is a label of this corpus.';
      return new ProuieError('PROUIE_LABEL_UNKNOWN', `The card ${card.id} knows no ${kind} "${source}".`, {
        location,
        hint: [didYouMean(source, sources), add].filter((part) => part !== undefined).join(' '),
      });
    },
  };
}

/** @param label one of the card's, or the empty string for no annotation */
function mapped(label: string, respelt: boolean): MappedLabel {
  return label === '' ? { state: 'left-out', respelt } : { state: 'known', label, respelt };
}

/** The card's labels that each spelling of these source labels leads to. */
function labelsBySpelling(
  sources: readonly string[],
  labelOf: (source: string) => string | undefined,
): ReadonlyMap<string, ReadonlySet<string>> {
  const spellings = new Map<string, Set<string>>();
  for (const source of sources) {
    const label = labelOf(source);
    if (label === undefined) continue;
    const spelling = spellingOf(source);
    spellings.set(spelling, (spellings.get(spelling) ?? new Set()).add(label));
  }
  return spellings;
}

function spellingOf(label: string): string {
  return label.toLowerCase().replace(/[-_\s]/g, '');
}
