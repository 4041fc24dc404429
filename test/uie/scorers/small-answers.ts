/** Short examples with answers, and their counts under a profile as `tp/fp/fn`. */
import type { Event, Example, Relation } from '../../../src/uie/records.ts';
import { scorePredictions } from '../../../src/uie/score.ts';
import { scorerProfiles } from '../../../src/uie/scorers/all-profiles.ts';
import type { Metric } from '../../../src/uie/scorers/profile.ts';

export interface SmallAnswer {
  readonly example: Example;
  readonly output: string;
}

export const PROFILES = Object.keys(scorerProfiles);

const base = { id: 'a', dataset: 'made-up', split: 'test' } as const;

/** @param gold `type: text` each */
export function entities(
  text: string,
  gold: readonly string[],
  output: string,
  types = ['person', 'place', 'band'],
): SmallAnswer {
  const mentions = gold.map((item) => {
    const [type, mention] = item.split(': ') as [string, string];
    return { type, text: mention };
  });
  const schema = { task: 'ner', types } as const;
  return {
    example: { ...base, task: 'ner', text, schema, gold: { task: 'ner', entities: mentions } },
    output,
  };
}

export function relations(
  text: string,
  gold: readonly (readonly [type: string, head: string, tail: string])[],
  output: string,
): SmallAnswer {
  const pairs = gold.map(([type, head, tail]): Relation => ({ type, head, tail }));
  const schema = { task: 're', types: ['works for', 'lives in', 'NA'] } as const;
  return {
    example: { ...base, task: 're', text, schema, gold: { task: 're', relations: pairs } },
    output,
  };
}

export function events(text: string, gold: readonly Event[], output: string): SmallAnswer {
  const types = [
    { name: 'Raid', roles: ['Raider', 'Place'] },
    { name: 'Fall', roles: ['Victim', 'Place'] },
  ];
  return {
    example: { ...base, task: 'ee', text, schema: { task: 'ee', types }, gold: { task: 'ee', events: gold } },
    output,
  };
}

/** @param roles `role: text` each */
export function event(type: string, trigger: string, ...roles: readonly string[]): Event {
  const found = roles.map((item) => {
    const [role, text] = item.split(': ') as [string, string];
    return { role, text };
  });
  return { type, trigger, arguments: found };
}

/** F1 of some answers under a profile, in percent with one decimal; undefined where it does not score the task. */
export function f1Of(name: string, metric: Metric, answers: readonly SmallAnswer[]): string | undefined {
  return figures(name, metric, answers)?.f1.toFixed(1);
}

/** `tp/fp/fn` of some answers under each profile that scores their task. */
export function countsByProfile(
  metric: Metric,
  ...answers: readonly SmallAnswer[]
): Readonly<Partial<Record<string, string>>> {
  const counts: Partial<Record<string, string>> = {};
  for (const name of PROFILES) {
    const found = figures(name, metric, answers);
    if (found !== undefined) counts[name] = `${found.tp}/${found.fp}/${found.fn}`;
  }
  return counts;
}

function figures(name: string, metric: Metric, answers: readonly SmallAnswer[]) {
  const examples = answers.map(({ example }, index) => ({ ...example, id: `${index}` }));
  const predictions = answers.map(({ output }, index) => ({ id: `${index}`, output }));
  return scorePredictions(examples, predictions, scorerProfiles[name]!).metrics[metric];
}
