/** Clauses become sentences. */
import type { Random } from '../../random.ts';
import { capitalised } from './coinage.ts';
import { pick } from './draw.ts';

const JOINTS = ['. ', '. ', ', while ', '; '] as const;

/**
 * Clauses as sentences or halves of one. A sentence begins with a capital letter, but for one that begins with a value
 * of the annotation, which keeps its case. Blanks before punctuation go.
 */
export function joinClauses(clauses: readonly string[], values: readonly string[], random: Random): string {
  let text = '';
  for (const clause of clauses) {
    const joint = text === '' ? '' : /[?!]$/.test(text) ? ' ' : pick(JOINTS, random);
    const isStart = joint !== ', while ' && joint !== '; ';
    const keepsCase = !isStart || values.some((value) => clause.startsWith(value));
    text += joint + (keepsCase ? clause : capitalised(clause)).replace(/ (?=[,;?!])/g, '');
  }
  return /[?!]$/.test(text) ? text : `${text}.`;
}
