/**
 * The default profile: exact string match of (type, text), (type, head, tail), (type, trigger) and
 * (type, role, text), white space squeezed and case kept on both sides, as sets per example. A malformed answer is
 * an empty one.
 */
import { structureItems } from '../../structure-items.ts';
import { partsUnit } from '../../unit.ts';
import { squeeze } from '../../white-space.ts';
import { allMetrics, type Comparison, type Item, type Metric, type ScorerProfile } from '../profile.ts';

export const profile: ScorerProfile = {
  name: 'prouie',
  summary: 'exact strings, as sets per example',
  normalisation: 'white space squeezed, case kept',
  metrics: allMetrics,
  matching: 'set',
  compare: ({ example, decoded }) => {
    const gold = structureItems(example.gold);
    const answer = structureItems(decoded.structure);
    const compared: Partial<Record<Metric, Comparison>> = {};
    for (const metric of allMetrics[example.task])
      compared[metric] = { gold: gold[metric].map(squeezed), answer: answer[metric].map(squeezed) };
    return compared;
  },
};

function squeezed(from: readonly string[]): Item {
  const as = from.map(squeeze);
  return { key: partsUnit(as), from, as };
}
