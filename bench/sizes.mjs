// How the data plane grows up to the paper's sizes: synthetic corpora of all 36 data sets and the training rows of all
// seven phases (845,646 of CM1 and 224,745 of CM2 among them, Table 9), at a sixteenth, a quarter and the whole, by runs of
// the recipe without any training. Memory is the largest resident set of any process of the run.
// node bench/sizes.mjs [SCALE...]     such as 0.0625 0.25 1, the default; each four times the one before
import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { conclude, env, prouie, short, words } from './outcome.mjs';

const PHASES = ['cm1', 'cm2', 'cm3', 'sa', 'de1', 'de2', 'de3'];
const SAMPLE_MILLISECONDS = 50;
const COUNT_EXAMPLES =
  "SELECT count(*) AS examples, count(DISTINCT dataset) AS sets FROM examples WHERE split <> ''";
const scales = words.length > 0 ? words.map(Number) : short ? [1 / 256, 1 / 64] : [1 / 16, 1 / 4, 1];
const folder = mkdtempSync(join(tmpdir(), 'prouie-sizes-'));

const measured = [];
try {
  for (const scale of scales) measured.push(await measure(scale));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
conclude({
  name: 'sizes',
  title: "The paper's sizes",
  tables: [partsTable(), memoryTable()],
  goals: goals(),
});

/** Makes corpora and rows of one size in a store of its own. */
async function measure(scale) {
  const store = join(folder, `store-${scale}`);
  const flags = ['--store', store];
  const sizes = PHASES.map((phase) => `${phase}: ${scale}`).join(', ');
  const settings = [`synthetic.scale=${scale}`, 'synthetic.train=1', 'synthetic.val=1', 'synthetic.test=1'];
  for (const setting of [...settings, `scale={${sizes}}`]) flags.push('--set', setting);
  const targets = ['data/*', ...PHASES.map((phase) => `mix/${phase}`)];
  const run = await watch(['run', ...targets, ...flags, '--quiet']);
  const steps = await ask(
    store,
    "SELECT step, sum(seconds) AS seconds FROM nodes WHERE status = 'fresh' GROUP BY step",
  );
  const query = await watch(['sql', COUNT_EXAMPLES, '--store', store, '--format', 'json']);
  const [{ examples }] = JSON.parse(query.said);
  rmSync(store, { recursive: true });
  const seconds = Object.fromEntries(steps.map((row) => [row.step, row.seconds]));
  return { scale, examples, run, query, seconds };
}

async function ask(store, sql) {
  return JSON.parse((await watch(['sql', sql, '--store', store, '--format', 'json'])).said);
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

function partsTable() {
  const rows = measured.map(({ scale, examples, run, query, seconds }) => [
    share(scale),
    examples,
    seconds['synthesize'],
    seconds['mix'],
    run.seconds,
    query.seconds,
  ]);
  return {
    title: 'Seconds',
    columns: [
      "of the paper's rows",
      'examples',
      'corpora, all nodes together',
      'rows of the phases, all nodes together',
      'the whole run',
      'counting all examples in SQL',
    ],
    rows,
  };
}

function memoryTable() {
  return {
    title: 'Memory, MB',
    columns: ["of the paper's rows", 'largest process of the run', 'SQL'],
    rows: measured.map(({ scale, run, query }) => [share(scale), run.megabytes, query.megabytes]),
  };
}

/** Time may grow as the data does, with a quarter for noise; what a run costs in any case makes the ratio smaller. */
function goals() {
  const list = [];
  for (let at = 1; at < measured.length; at++) {
    const [less, more] = [measured[at - 1], measured[at]];
    const growth = more.scale / less.scale;
    const from = `from ${share(less.scale)} to ${share(more.scale)} of the rows`;
    list.push({
      what: `time of the run, ${from}`,
      value: more.run.seconds / less.run.seconds,
      atMost: 1.25 * growth,
    });
    list.push({
      what: `memory of the largest process, ${from}`,
      value: more.run.megabytes / less.run.megabytes,
      atMost: growth,
    });
  }
  const last = measured.at(-1);
  list.push({
    what: `memory of the largest process, ${share(last.scale)} of the rows`,
    value: last.run.megabytes,
    unit: 'MB',
    atMost: 2000,
  });
  return list;
}

function share(scale) {
  return scale < 1 ? `1/${Math.round(1 / scale)}` : 'all';
}
