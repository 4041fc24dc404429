// How the data plane grows up to the paper's sizes: synthetic corpora of all 36 data sets and the training rows of all
// seven phases (845,646 of CM1 and 224,745 of CM2 among them, Table 9), at a sixteenth, a quarter and the whole, by runs of
// the recipe without any training; the tokens of all their targets; and the answers of a small model to all test sets under
// all scorers, with what is asked of them. Memory is the largest resident set of any process.
// node bench/sizes.mjs [SCALE...]     such as 0.0625 0.25 1, the default; each four times the one before
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { conclude, env, prouie, root, short, words } from './outcome.mjs';

const PHASES = ['cm1', 'cm2', 'cm3', 'sa', 'de1', 'de2', 'de3'];
const SAMPLE_MILLISECONDS = 50;
/** Of the paper's rows: what the model trains on whose answers are scored. */
const TRAINED_SHARE = 0.002;
const COUNT_EXAMPLES =
  "SELECT count(*) AS examples, count(DISTINCT dataset) AS sets FROM examples WHERE split <> ''";
const COUNT_ERRORS =
  "SELECT class, count(*) AS errors, count(DISTINCT id) AS examples FROM errors WHERE variant = 'cm-only' GROUP BY class ORDER BY class";
const STEP_SECONDS = "SELECT step, sum(seconds) AS seconds FROM nodes WHERE status = 'fresh' GROUP BY step";
const COUNT_ANSWERS = "SELECT count(*) AS answers FROM predictions WHERE variant = 'cm-only'";
const scales = words.length > 0 ? words.map(Number) : short ? [1 / 256, 1 / 64] : [1 / 16, 1 / 4, 1];
const folder = mkdtempSync(join(tmpdir(), 'prouie-sizes-'));

const measured = [];
const pipeline = linkTokenPipeline();
try {
  for (const scale of scales) measured.push(await measure(scale));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
conclude({
  name: 'sizes',
  title: "The paper's sizes",
  tables: [rowsTable(), answersTable(), memoryTable()],
  goals: goals(),
});

/** Makes corpora and rows of one size in a store of its own, and asks for all that is known of them. */
async function measure(scale) {
  const store = join(folder, `store-${scale}`);
  const settings = [`synthetic.scale=${scale}`, 'synthetic.train=1', 'synthetic.val=1', 'synthetic.test=1'];
  const flags = ['--store', store, ...settings.flatMap((setting) => ['--set', setting])];
  const rows = [...flags, '--set', phaseShares(scale), '--quiet'];
  const run = await watch(['run', 'data/*', ...PHASES.map((phase) => `mix/${phase}`), ...rows]);
  const seconds = await secondsOfSteps(store);
  const tokens = await watch(['run', 'tokens/*/*', ...rows, '--pipeline', pipeline]);
  const counted = await readTokens(rows);
  const examples = await watch(['sql', COUNT_EXAMPLES, '--store', store, '--format', 'json']);
  await watch(['run', 'score/cm-only/*', ...flags, '--set', phaseShares(scale * TRAINED_SHARE), '--quiet']);
  const answered = await secondsOfSteps(store);
  const answers = await watch(['sql', COUNT_ANSWERS, '--store', store, '--format', 'json']);
  const errors = await watch(['errors', 'cm-only', '--store', store]);
  const classes = await watch(['sql', COUNT_ERRORS, '--store', store, '--format', 'json']);
  rmSync(store, { recursive: true });
  return {
    scale,
    rows: { run, examples, seconds, count: countOf(examples, 'examples') },
    tokens: { run: tokens, ...counted },
    answers: { run: answers, errors, classes, seconds: answered, count: countOf(answers, 'answers') },
  };
}

/** How many targets were counted, and their tokens. */
async function readTokens(flags) {
  const sums = { targets: 0, tokens: 0, longest: 0 };
  for (const phase of PHASES) {
    for (const share of [0, 1]) {
      const words = ['show', `tokens/${phase}/${share}`, '--output', 'tokens', '--pipeline', pipeline];
      const { said } = await watch([...words, ...flags.filter((flag) => flag !== '--quiet')]);
      const { rows, tokens, longest } = JSON.parse(said);
      sums.targets += rows;
      sums.tokens += tokens;
      sums.longest = Math.max(sums.longest, longest);
    }
  }
  return sums;
}

/** The one figure of a query's one row. */
function countOf({ said }, column) {
  return JSON.parse(said)[0][column];
}

/** Seconds that all nodes of a step took together, by the step's name. */
async function secondsOfSteps(store) {
  const { said } = await watch(['sql', STEP_SECONDS, '--store', store, '--format', 'json']);
  return Object.fromEntries(JSON.parse(said).map((row) => [row.step, row.seconds]));
}

/** The setting for all phases' shares of the paper's rows. */
function phaseShares(scale) {
  return `scale={${PHASES.map((phase) => `${phase}: ${scale}`).join(', ')}}`;
}

/** A pipeline finds its profiles beside itself; those of the recipe lie elsewhere. */
function linkTokenPipeline() {
  const place = join(folder, 'pipeline');
  mkdirSync(place);
  symlinkSync(join(root, 'pipelines', 'profiles'), join(place, 'profiles'));
  for (const name of ['target-tokens.ts', 'count-tokens.ts'])
    symlinkSync(join(root, 'bench', 'sizes', name), join(place, name));
  return join(place, 'target-tokens.ts');
}

/** Runs the program, and looks at the memory of all its processes meanwhile. */
async function watch(call) {
  const began = performance.now();
  const child = spawn(process.execPath, [prouie, ...call], {
    cwd: folder,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  let complaints = '';
  child.stdout.setEncoding('utf8').on('data', (chunk) => {
    said += chunk;
  });
  child.stderr.setEncoding('utf8').on('data', (chunk) => {
    complaints += chunk;
  });
  let peak = 0;
  const timer = setInterval(() => {
    peak = Math.max(peak, ...processes(child.pid).map(peakMemory));
  }, SAMPLE_MILLISECONDS);
  const code = await new Promise((resolve) => child.on('close', resolve));
  clearInterval(timer);
  if (code !== 0) throw new Error(`prouie ${call.join(' ')} ended with ${code}: ${complaints}`);
  return { said, seconds: (performance.now() - began) / 1000, megabytes: peak / 1e6 };
}

/** A process with all that it started, as /proc tells. */
function processes(pid) {
  let children = '';
  try {
    for (const thread of readdirSync(`/proc/${pid}/task`))
      children += readFileSync(`/proc/${pid}/task/${thread}/children`, 'utf8');
  } catch {
    // It ended meanwhile.
    return [pid];
  }
  return [pid, ...children.split(' ').filter(Boolean).map(Number).flatMap(processes)];
}

/** The largest resident set that a process ever had, bytes. */
function peakMemory(pid) {
  try {
    const [, kilobytes] = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return Number(kilobytes ?? 0) * 1024;
  } catch {
    return 0;
  }
}

function rowsTable() {
  return {
    title: 'Corpora, and the rows of all phases: seconds',
    columns: [
      "of the paper's rows",
      'examples',
      'corpora, all nodes together',
      'rows of the phases, all nodes together',
      'the whole run',
      'counting all examples in SQL',
      'targets',
      'their tokens',
      'counting these, in two workers',
    ],
    rows: measured.map(({ scale, rows: { run, examples, seconds, count }, tokens }) => [
      share(scale),
      count,
      seconds['synthesize'],
      seconds['mix'],
      run.seconds,
      examples.seconds,
      tokens.targets,
      tokens.tokens,
      tokens.run.seconds,
    ]),
  };
}

function answersTable() {
  return {
    title: 'Answers to all test sets: seconds',
    columns: [
      'test examples, of the whole',
      'answers',
      'scores under seven profiles and errors, all nodes together',
      'counting all answers in SQL',
      'errors by class in SQL',
      '`prouie errors cm-only`',
    ],
    rows: measured.map(({ scale, answers: { run, errors, classes, seconds, count } }) => [
      share(scale),
      count,
      seconds['score'],
      run.seconds,
      classes.seconds,
      errors.seconds,
    ]),
  };
}

function memoryTable() {
  return {
    title: 'Memory of the largest process, MB',
    columns: [
      "of the paper's rows",
      'corpora and rows',
      'counting tokens',
      'SQL on examples',
      'SQL on errors',
    ],
    rows: measured.map(({ scale, rows, tokens, answers }) => [
      share(scale),
      rows.run.megabytes,
      tokens.run.megabytes,
      rows.examples.megabytes,
      answers.classes.megabytes,
    ]),
  };
}

/**
 * Time may grow as the data does, with a quarter for noise; what a run costs in any case makes the ratio smaller. In short,
 * on a machine with other work, a time may be twice what it would be: growth with the square of the data still shows.
 */
function goals() {
  const list = [];
  const parts = {
    'corpora and rows': ({ rows }) => rows.run.seconds,
    'counting tokens': ({ tokens }) => tokens.run.seconds,
    'scores and errors': ({ answers }) => answers.seconds['score'],
    'errors in SQL': ({ answers }) => answers.classes.seconds,
  };
  for (let at = 1; at < measured.length; at++) {
    const [less, more] = [measured[at - 1], measured[at]];
    const growth = more.scale / less.scale;
    const from = `from ${share(less.scale)} to ${share(more.scale)}`;
    for (const [part, seconds] of Object.entries(parts))
      list.push({
        what: `time, ${part}, ${from}`,
        value: seconds(more) / seconds(less),
        atMost: (short ? 2 : 1.25) * growth,
      });
    list.push({
      what: `memory, corpora and rows, ${from}`,
      value: more.rows.run.megabytes / less.rows.run.megabytes,
      atMost: growth,
    });
  }
  const last = measured.at(-1);
  list.push({
    what: `memory of the largest process, ${share(last.scale)} of the rows`,
    value: Math.max(last.rows.run.megabytes, last.tokens.run.megabytes),
    unit: 'MB',
    atMost: 2000,
  });
  return list;
}

function share(scale) {
  return scale < 1 ? `1/${Math.round(1 / scale)}` : 'all';
}
