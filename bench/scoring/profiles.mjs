// All predictions of a run under all scorer profiles: 36 test sets with 180,000 examples, by the functions that the nodes call.
import { short } from '../outcome.mjs';
import { makeRows } from './data.mjs';
import { alternatePasses, ours, writeLines } from './programs.mjs';

const SETS = { ner: 25, re: 8, ee: 3 };
const ROWS = short ? 200 : 5_000;

export function measureProfiles() {
  const made = Object.entries(SETS).flatMap(([task, sets], at) =>
    makeRows(task, sets * ROWS, sets, 5 + at).map(({ example, output }) => ({
      ...example,
      id: `${task}-${example.id}`,
      output,
    })),
  );
  const file = writeLines('all-sets.jsonl', made);
  const { all } = alternatePasses({ all: ours('profiles', file, 2) }, 1);
  return {
    tables: [
      {
        title: `Scores of ${made.length} predictions of 36 test sets`,
        columns: ['', 'seconds'],
        rows: [
          ...Object.entries(all.made.profiles),
          ['all profiles', all.seconds],
          ['reading the answers of the models before', all.made.reading],
        ],
      },
    ],
    goals: short
      ? []
      : [{ what: `all profiles on ${made.length} predictions`, value: all.seconds, unit: 's', atMost: 10 }],
  };
}
