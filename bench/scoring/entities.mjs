// Scores of NER against the packages that score sequences of tags or spans, in one process and as whole programs.
import { short } from '../outcome.mjs';
import { makeRows } from './data.mjs';
import { alternatePasses, alternateRuns, command, ours, python, writeLines } from './programs.mjs';

const FACTOR = 10;
/** The part of nervaluate that answers the same question; shown, but no program that anyone would call. */
const STRICT = 'nervaluate, from spans, only strict and over all types';

export function compareEntityScores() {
  const inProcess = timePasses(short ? 5_000 : 20_000);
  const asProgram = timePrograms(short ? 5_000 : 50_000);
  // Of few sentences a program takes little longer than its start.
  const goals = short ? inProcess.goals : [...inProcess.goals, ...asProgram.goals];
  return { tables: [inProcess.table, asProgram.table], goals };
}

function timePasses(size) {
  const { rows, gold, answers } = write(size);
  const passes = short ? 3 : 7;
  const measured = alternatePasses(
    {
      'prouie, from spans': ours('spans', rows, passes * 3),
      'prouie, from the strings of a model': ours('strings', rows, passes * 3),
      'seqeval, from tags': python('peers.py', 'seqeval', gold, answers, passes),
      'nervaluate, from spans, all it tells': python('peers.py', 'nervaluate', gold, answers, short ? 1 : 2),
      [STRICT]: python('peers.py', 'strict', gold, answers, passes),
    },
    short ? 1 : 3,
  );
  const f1 = Object.fromEntries(Object.entries(measured).map(([name, { made }]) => [name, made.f1]));
  return report(`Scores of ${size} sentences, in one process`, size, measured, f1, 'prouie, from spans');
}

function timePrograms(size) {
  const { gold, answers } = write(size);
  const measured = alternateRuns(
    {
      'prouie score': command('score', '--gold', gold, '--predictions', answers, '--json'),
      'seqeval, from the same two files': python('peers.py', 'seqeval', gold, answers, 0),
      'nervaluate, from the same two files': python('peers.py', 'nervaluate', gold, answers, 0),
    },
    short ? 1 : 3,
  );
  const f1 = Object.fromEntries(
    Object.entries(measured).map(([name, { made }]) => [
      name,
      name === 'prouie score' ? JSON.parse(made).profiles.prouie.average.entity / 100 : JSON.parse(made).f1,
    ]),
  );
  return report(`Scores of ${size} sentences, as whole programs`, size, measured, f1, 'prouie score');
}

function report(title, size, measured, f1, own) {
  const all = Object.values(f1);
  if (all.some((value) => Math.abs(value - all[0]) > 1e-12))
    throw new Error(`F1 differs: ${JSON.stringify(f1)}`);
  const rows = Object.entries(measured).map(([name, { seconds }]) => [
    name,
    seconds,
    size / seconds,
    seconds / measured[own].seconds,
    (100 * f1[name]).toFixed(10),
  ]);
  const goals = Object.entries(measured)
    .filter(([name]) => !name.startsWith('prouie') && name !== STRICT)
    .map(([name, { seconds }]) => ({
      what: `${title}: rows a second, ${own} against ${name}`,
      value: seconds / measured[own].seconds,
      atLeast: FACTOR,
    }));
  return {
    table: { title, columns: ['', 'seconds', 'rows a second', `x ${own}`, 'F1, %'], rows },
    goals,
  };
}

function write(size) {
  const made = makeRows('ner', size);
  return {
    rows: writeLines(
      `entities-${size}.jsonl`,
      made.map(({ example, output }) => ({ ...example, output })),
    ),
    gold: writeLines(
      `gold-${size}.jsonl`,
      made.map(({ example }) => example),
    ),
    answers: writeLines(
      `answers-${size}.jsonl`,
      made.map(({ example: { id }, output }) => ({ id, output })),
    ),
  };
}
