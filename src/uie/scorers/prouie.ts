/**
 * The default profile: exact string match of (type, text), (type, head, tail), (type, trigger) and
 * (type, role, text), white space squeezed and case kept on both sides, as sets per example. A malformed answer is
 * an empty one.
 */
import type { Structure } from '../records.ts';
import { overlap } from '../set-overlap.ts';
import { pairUnit, tripleUnit } from '../unit.ts';
import { squeeze } from '../white-space.ts';
import { allMetrics, type Counts, type Metric, type ScorerProfile } from './profile.ts';

export const prouieProfile: ScorerProfile = {
  name: 'prouie',
  summary: 'string sets per example, white space squeezed, case kept',
  metrics: allMetrics,
  count: ({ example, decoded }) => {
    const gold = itemsOf(example.gold);
    const predicted = itemsOf(decoded.structure);
    const counts: Partial<Record<Metric, Counts>> = {};
    for (const metric of allMetrics[example.task])
      counts[metric] = countItems(gold[metric], predicted[metric]);
    return counts;
  },
};

type Items = Readonly<Record<Metric, ReadonlySet<string>>>;

function countItems(gold: ReadonlySet<string>, predicted: ReadonlySet<string>): Counts {
  const { shared } = overlap(gold, predicted);
  return { tp: shared, fp: predicted.size - shared, fn: gold.size - shared };
}

function itemsOf(structure: Structure): Items {
  const items = {
    entity: new Set<string>(),
    relation: new Set<string>(),
    trigger: new Set<string>(),
    argument: new Set<string>(),
  };
  switch (structure.task) {
    case 'ner':
      for (const { type, text } of structure.entities)
        items.entity.add(pairUnit(squeeze(type), squeeze(text)));
      return items;
    case 're':
      for (const { type, head, tail } of structure.relations) {
        items.relation.add(tripleUnit(squeeze(type), squeeze(head), squeeze(tail)));
      }
      return items;
    case 'ee':
      for (const event of structure.events) {
        const type = squeeze(event.type);
        items.trigger.add(pairUnit(type, squeeze(event.trigger)));
        for (const { role, text } of event.arguments)
          items.argument.add(tripleUnit(type, squeeze(role), squeeze(text)));
      }
      return items;
  }
}
