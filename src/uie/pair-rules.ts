/** Ways to cut a pair `head, tail` in two, and what each of them keeps of a relation answer. */
import { readAnswerObject } from './answer-object.ts';
import { readAnswerValue } from './answer-value.ts';
import type { Relation } from './records.ts';
import { squeeze } from './white-space.ts';

/**
 * `exactly one comma` drops pairs with more commas, whatever stands behind them. The decoder of this package is none of
 * these: it chooses the comma whose two sides stand in the text.
 */
export type PairRule = 'first comma' | 'last comma' | 'exactly one comma';

/** The relations of an answer, each pair cut by one rule; pairs that it cannot cut are dropped. */
export function readPairsBy(rule: PairRule, output: string): readonly Relation[] {
  const relations: Relation[] = [];
  for (const [type, content] of readAnswerObject(output)?.object ?? []) {
    for (const piece of readAnswerValue(content).split(' | ')) {
      const comma = findComma(piece, rule);
      if (comma < 0) continue;
      const [head, tail] = [squeeze(piece.slice(0, comma)), squeeze(piece.slice(comma + 1))];
      relations.push({ type: squeeze(type), head, tail });
    }
  }
  return relations;
}

/** -1 where the rule finds none. */
function findComma(piece: string, rule: PairRule): number {
  switch (rule) {
    case 'first comma':
      return piece.indexOf(', ');
    case 'last comma':
      return piece.lastIndexOf(', ');
    case 'exactly one comma': {
      const comma = piece.indexOf(',');
      return comma === piece.lastIndexOf(',') ? comma : -1;
    }
  }
}
