import { type Location, ProuieError } from '../errors.ts';
import { didYouMean } from '../suggest.ts';
import type { Card } from './card.ts';
import { roleNames, typeNames } from './schema-names.ts';

/** Where a source's label leads: to one of the card's, to no annotation, or nowhere. */
export type MappedLabel =
  | { readonly state: 'known'; readonly label: string }
  | { readonly state: 'left-out' }
  | { readonly state: 'unknown' };

export interface LabelReader {
  type(source: string): MappedLabel;
  role(source: string): MappedLabel;
  /** What to throw for a label that leads nowhere. */
  unknown(kind: 'type' | 'role', source: string, location: Location): ProuieError;
}

/** Reads the labels of a source by a card's label map. */
export function labelReader(card: Pick<Card, 'id' | 'schema' | 'labelMap'>): LabelReader {
  const types = new Set(typeNames(card.schema));
  const roles = new Set(roleNames(card.schema));
  const read =
    (known: ReadonlySet<string>) =>
    (source: string): MappedLabel => {
      const label = Object.hasOwn(card.labelMap, source) ? card.labelMap[source]! : source;
      if (label === '') return { state: 'left-out' };
      return known.has(label) ? { state: 'known', label } : { state: 'unknown' };
    };
  return {
    type: read(types),
    role: read(roles),
    unknown(kind, source, location) {
      const sources = [...Object.keys(card.labelMap), ...(kind === 'type' ? types : roles)];
      const add = `Add it to \`labelMap\` of data/${card.id}.yaml if it is a label of this corpus.`;
      return new ProuieError('PROUIE_LABEL_UNKNOWN', `The card ${card.id} knows no ${kind} "${source}".`, {
        location,
        hint: [didYouMean(source, sources), add].filter((part) => part !== undefined).join(' '),
      });
    },
  };
}
