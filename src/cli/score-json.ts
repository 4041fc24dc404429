/** Scores and explanations as JSON. What data gives names to stands in maps, so that `10` or `__proto__` keeps its place. */
import type { Answer } from '../uie/answers.ts';
import type { MetricExplanation } from '../uie/explanation.ts';
import type { OrderedJson, OrderedObject } from '../uie/ordered-json.ts';
import { structureToJson } from '../uie/structure-json.ts';
import type { ProfileExplanation } from './explanation-text.ts';
import type { ProfileResult } from './score-table.ts';

export function scoresToJson(results: readonly ProfileResult[]): OrderedJson {
  const profiles = new Map<string, OrderedJson>();
  for (const { profile, score } of results) {
    const datasets = new Map<string, OrderedJson>();
    for (const [dataset, { task, examples, malformed, metrics }] of score.datasets) {
      const entry = new Map<string, OrderedJson>(Object.entries({ task, examples, malformed }));
      for (const [metric, figures] of Object.entries(metrics)) {
        const { tp, fp, fn, precision, recall, f1 } = figures;
        entry.set(metric, fields({ tp, fp, fn, precision, recall, f1 }));
      }
      datasets.set(dataset, entry);
    }
    profiles.set(profile.name, fields({ datasets, average: fields(score.average) }));
  }
  return fields({ schemaVersion: 1, profiles });
}

/** The answer to one example; `structure` is what was decoded from `output`. */
export function explanationToJson(answer: Answer, explanations: readonly ProfileExplanation[]): OrderedJson {
  const { example, output, decoded } = answer;
  const { id, dataset, task, split, text, gold } = example;
  return fields({
    schemaVersion: 1,
    ...{ id, dataset, task, split, text },
    gold: structureToJson(gold),
    output,
    malformed: decoded.malformed,
    repairs: decoded.repairs,
    structure: structureToJson(decoded.structure),
    profiles: new Map(
      explanations.map(({ profile, metrics }) => [
        profile.name,
        new Map(metrics.map((metric) => [metric.metric, metricToJson(metric)])),
      ]),
    ),
  });
}

function metricToJson({ counts: { tp, fp, fn }, items }: MetricExplanation): OrderedJson {
  const list = items.map(({ verdict, side, from, as, meets, why }) =>
    fields({
      verdict,
      side,
      from,
      ...(as === undefined ? {} : { as }),
      ...(meets === undefined ? {} : { meets }),
      ...(why === undefined ? {} : { why }),
    }),
  );
  return fields({ tp, fp, fn, items: list });
}

/** An object in the order of its fields. */
export function fields(object: Readonly<Record<string, OrderedJson>>): OrderedObject {
  return new Map(Object.entries(object));
}
