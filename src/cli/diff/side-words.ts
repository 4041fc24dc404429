import { usageError } from '../arguments.ts';

/** What a side is: each part says one thing, and what is left out is as the flags say, or all. */
export interface SideWords {
  readonly store?: string;
  readonly profile?: string;
  readonly run?: string;
  readonly commit?: string;
  readonly variant?: string;
  readonly seed?: string;
  /** Parts without a kind, which is found out from what there is. */
  readonly bare: readonly string[];
}

export const SIDE_KINDS = ['store', 'profile', 'run', 'commit', 'variant', 'seed'] as const;
export type SideKind = (typeof SIDE_KINDS)[number];

/**
 * Reads `profile:laptop,variant:full`, or names alone: `full`.
 *
 * @throws ProuieError PROUIE_USAGE for an empty part, or two of one kind
 */
export function readSideWords(text: string): SideWords {
  const kinds: { [kind in SideKind]?: string } = {};
  const bare: string[] = [];
  for (const part of text.split(',')) {
    const [, kind, value = ''] = /^([a-z]+):(.*)$/s.exec(part) ?? [];
    if (!isKind(kind)) {
      if (part === '') throw usageError('diff', `"${text}" has an empty part.`);
      bare.push(part);
      continue;
    }
    if (value === '') throw usageError('diff', `"${part}" names no ${kind}.`);
    if (kinds[kind] !== undefined) throw usageError('diff', `"${text}" names two of the kind ${kind}.`);
    kinds[kind] = value;
  }
  return { ...kinds, bare };
}

function isKind(word: string | undefined): word is SideKind {
  return (SIDE_KINDS as readonly (string | undefined)[]).includes(word);
}
