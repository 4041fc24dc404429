// The embedded engine against CRFsuite (python-crfsuite with the features of its tutorial) on the corpora of
// entities that lie under the folder of PROUIE_CORPORA: F1 by `prouie score`, training, tagging and memory, each on one core.
// node bench/crfsuite.mjs [--short] [CORPUS...]     only the corpora that are named; --short takes two small ones
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { findCorpora, readLines, writeCorpus, writeLines } from './crfsuite/corpora.mjs';
import { firstAt, look, sum } from './crfsuite/curves.mjs';
import { folder, prepare, run, score, systems, VERSIONS } from './crfsuite/systems.mjs';
import { conclude, short, words } from './outcome.mjs';

const SMALL = ['CrossNER_politics', 'broad_twitter_corpus'];
const WHAT = {
  level: 'F1, mean over the corpora, the engine less CRFsuite',
  training: 'training until the lower of both F1, CRFsuite over the engine',
  tagging: 'tagging, CRFsuite over the engine',
  joint: 'F1, mean over the corpora, one model of them all less CRFsuite on each',
};
const place = process.env.PROUIE_CORPORA;
const why = whyNot();

try {
  conclude({
    name: ['crfsuite', ...words].join('-'),
    title: 'The embedded engine against CRFsuite',
    versions: VERSIONS,
    ...(why === undefined ? await compare() : { goals: unjudged(Object.values(WHAT), why) }),
  });
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function whyNot() {
  if (place === undefined) return 'PROUIE_CORPORA names no folder';
  return wanted().length === 0 ? 'PROUIE_CORPORA has no such corpora' : undefined;
}

function wanted() {
  const found = findCorpora(place);
  const names = words.length > 0 ? words : short ? SMALL : found.map(({ id }) => id);
  return found.filter(({ id }) => names.includes(id));
}

/** Goals that nothing was measured for. */
function unjudged(goals, reason) {
  return goals.map((what) => ({ what, notJudged: reason }));
}

async function compare() {
  await prepare();
  const corpora = wanted().map((corpus) => writeCorpus(place, corpus, join(folder, corpus.id)));
  const curves = { engine: look('engine', corpora), crf: look('crf', corpora) };
  const usual = {
    engine: curves.engine.find(({ steps }) => steps === systems.engine.usual),
    crf: curves.crf.find(({ steps }) => steps === systems.crf.usual),
  };
  const level = {
    what: WHAT.level,
    value: usual.engine.f1 - usual.crf.f1,
    unit: 'points',
    atLeast: -1,
  };
  const tables = [compareLevels(corpora, usual)];
  if (short) {
    const others = [WHAT.training, WHAT.tagging, WHAT.joint];
    return { tables, goals: [level, ...unjudged(others, 'not in short')] };
  }
  const race = compareRaces(corpora, curves, usual);
  const joint = compareJoint(corpora, usual);
  return {
    tables: [...tables, race.table, showCurves(curves), joint.table],
    goals: [
      level,
      { what: WHAT.training, value: race.ratio, atLeast: 1 },
      { what: WHAT.tagging, value: usual.crf.tagging / usual.engine.tagging, atLeast: 1 },
      { what: WHAT.joint, value: joint.value, unit: 'points', atLeast: -3 },
    ],
    notes: [
      'Seconds are those of a core that the program used, user and system: training from sentences in memory to a model, features included, and tagging from texts to entities. Memory is the largest resident set of the whole program.',
    ],
  };
}

/** Both as they are usually trained. */
function compareLevels(corpora, { engine, crf }) {
  const row = (name, sentences, ours, theirs) => [
    name,
    sentences,
    percent(ours.f1),
    percent(theirs.f1),
    signed(ours.f1 - theirs.f1),
    ours.training,
    theirs.training,
    theirs.training / ours.training,
    ours.tagging,
    theirs.tagging,
    theirs.tagging / ours.tagging,
    ours.megabytes ?? '',
    theirs.megabytes ?? '',
  ];
  return {
    title: `F1 on test splits, training and tagging: the engine after ${engine.steps} epochs, CRFsuite after at most ${crf.steps} iterations`,
    columns: [
      'corpus',
      'sentences, train / test',
      'F1, engine',
      'F1, CRFsuite',
      'difference',
      'training, engine, s',
      'CRFsuite, s',
      'x',
      'tagging, engine, s',
      'CRFsuite, s',
      'x',
      'memory, engine, MB',
      'CRFsuite, MB',
    ],
    rows: [
      ...corpora.map(({ id, train, test }) => row(id, `${train} / ${test}`, engine.of[id], crf.of[id])),
      row('mean F1, all seconds', '', engine, crf),
    ],
  };
}

/** When each has the F1 that the other ends with, and when both have the lower of the two. */
function compareRaces(corpora, curves, usual) {
  const seconds = (name, id, f1) => firstAt(curves[name], id, f1)?.of[id].training;
  const rows = corpora.map(({ id }) => {
    const own = usual.engine.of[id].f1;
    const other = usual.crf.of[id].f1;
    const lower = Math.min(own, other);
    return {
      id,
      own: seconds('engine', id, other) ?? 'never',
      other: seconds('crf', id, own) ?? 'never',
      engine: seconds('engine', id, lower),
      crf: seconds('crf', id, lower),
    };
  });
  const engine = sum(rows.map((row) => row.engine));
  const crf = sum(rows.map((row) => row.crf));
  const last = (name) => systems[name].looks.at(-1);
  return {
    ratio: crf / engine,
    table: {
      title: `Training until an F1 is reached, s: the engine in up to ${last('engine')} epochs, CRFsuite in up to ${last('crf')} iterations`,
      columns: [
        'corpus',
        "engine, CRFsuite's F1",
        "CRFsuite, the engine's F1",
        'engine, the lower F1',
        'CRFsuite, the lower F1',
        'x',
      ],
      rows: [
        ...rows.map((row) => [row.id, row.own, row.other, row.engine, row.crf, row.crf / row.engine]),
        ['all', '', '', engine, crf, crf / engine],
      ],
    },
  };
}

function showCurves(curves) {
  const rows = (name, unit) =>
    curves[name].map(({ steps, f1, training }) => [`${steps} ${unit}`, percent(f1), training]);
  return {
    title: 'Mean F1 and training on all corpora, by steps',
    columns: ['', 'F1', 'training, s'],
    rows: [...rows('engine', 'epochs of the engine'), ...rows('crf', 'iterations of CRFsuite')],
  };
}

/** One model of all corpora, each row with the labels of its own, as pipelines train it. */
function compareJoint(corpora, { engine, crf }) {
  const all = (kind) =>
    writeLines(
      join(folder, `all-${kind}.jsonl`),
      corpora.flatMap((corpus) => readLines(corpus[kind])),
    );
  console.error('engine, all corpora');
  const made = run('engine', { id: 'all', rows: all('rows'), prompts: all('prompts') }, engine.steps);
  const f1 = score(corpora, [made.answers]);
  const mean = sum(Object.values(f1)) / corpora.length;
  return {
    value: mean - crf.f1,
    table: {
      title: `One model of all corpora: ${made.training.processor.toFixed(1)} s to train, ${made.tagging.processor.toFixed(1)} s to tag all test splits, ${Math.round(made.megabytes)} MB`,
      columns: [
        'corpus',
        'F1, one model',
        'F1, a model each',
        'F1, CRFsuite on each',
        'one model less CRFsuite',
      ],
      rows: [
        ...corpora.map(({ id }) => [
          id,
          percent(f1[id]),
          percent(engine.of[id].f1),
          percent(crf.of[id].f1),
          signed(f1[id] - crf.of[id].f1),
        ]),
        ['mean', percent(mean), percent(engine.f1), percent(crf.f1), signed(mean - crf.f1)],
      ],
    },
  };
}

function percent(value) {
  return value.toFixed(2);
}

function signed(value) {
  return `${value < 0 ? '' : '+'}${value.toFixed(2)}`;
}
