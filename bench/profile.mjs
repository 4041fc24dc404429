// Where the time goes in a run of 1,000 nodes that has nothing to do, in a plan after one source changed, and in the
// controller of a run that makes everything: milliseconds by kind of work, from V8's sampling profiler.
// node bench/profile.mjs [NODES]
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { conclude, median, prouie, short, words } from './outcome.mjs';
import { makeGraph, takeCount } from './peers/graph.mjs';
import { prouieOwnStep } from './peers/prouie-tool.mjs';
import { changeRoot, execute, settle } from './peers/rounds.mjs';

const size = Number(words[0] ?? 1000);
const rounds = short ? 3 : 11;
const folder = mkdtempSync(join(tmpdir(), 'prouie-profile-'));

/** Kinds of work by the functions they happen in; the innermost function that is listed counts. */
const KINDS = {
  'asking the file system about files': ['lstatSync', 'statSync', 'existsSync'],
  'reading and comparing what was noted': ['sinceSettled', 'changedOf'],
  'reading graph and state': ['openSession', 'loadGraph', 'readState', 'createGraph'],
  planning: ['planAll', 'planNode'],
  printing: ['printStatus', 'endSettled', 'printSummary', 'openView'],
  'loading code': [
    'require',
    'requireBuiltin',
    'compileForInternalLoader',
    'import',
    'compileSourceTextModule',
  ],
  'claiming nodes and describing them': ['#claim', '#describe'],
  'handing nodes to workers, and hearing of them': ['#carryOut', 'onread', 'channel.readStop'],
  'publishing results': ['#flush', '#stage', '#publish', 'sync', 'publish'],
  'telling and logging': ['#listen', 'listen', 'noteMade', 'noteFresh'],
  'writing the state': ['saveSession', 'saveMeanwhile', 'noteSettled', 'writeRunNodes'],
};
const kindOf = new Map(Object.entries(KINDS).flatMap(([kind, names]) => names.map((name) => [name, kind])));

try {
  const graph = makeGraph(folder, size);
  prouieOwnStep.write(graph);
  const cold = profile(prouieOwnStep.cold[1]);
  takeCount(graph);
  await settle([{ tool: prouieOwnStep, graph }]);
  const noops = Array.from({ length: rounds }, () => profile(prouieOwnStep.again[1]));
  changeRoot(graph, 1);
  const plans = Array.from({ length: rounds }, () => profile([...prouieOwnStep.again[1], '--dry-run']));
  const columns = ['kind of work', 'no-op, ms', 'plan after a changed source, ms', 'making everything, ms'];
  const kinds = [...new Set([...noops, ...plans, cold].flatMap((one) => [...one.keys()]))];
  const rows = kinds.map((kind) => [kind, middle(noops, kind), middle(plans, kind), cold.get(kind) ?? 0]);
  rows.sort((a, b) => b[1] - a[1]);
  const total = (at) => rows.reduce((sum, row) => sum + row[at], 0);
  conclude({
    name: 'profile',
    title: `Where the time goes, ${size.toLocaleString('en')} nodes`,
    tables: [{ title: 'The controller', columns, rows: [...rows, ['all', total(1), total(2), total(3)]] }],
    notes: [
      'Medians; the profiler itself takes a part of each. Of the run that makes everything it is the controller alone, and its waiting is left out.',
    ],
  });
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function middle(profiles, kind) {
  return median(profiles.map((one) => one.get(kind) ?? 0));
}

/** @returns {Map<string, number>} milliseconds by kind of work */
function profile(command) {
  const place = join(folder, 'profiles');
  mkdirSync(place);
  const words = ['--cpu-prof', '--cpu-prof-interval', '100', '--cpu-prof-dir', place, ...command];
  const { status, said } = execute({}, folder, ['node', words]);
  if (status !== 0) throw new Error(`${prouie} ended with ${status}: ${said}`);
  const [file] = readdirSync(place);
  const { nodes, samples, timeDeltas } = JSON.parse(readFileSync(join(place, file), 'utf8'));
  rmSync(place, { recursive: true });
  const byId = new Map(nodes.map((node) => [node.id, node]));
  for (const node of nodes) for (const child of node.children ?? []) byId.get(child).parent = node;
  const times = new Map();
  samples.forEach((id, at) => {
    const kind = kindAt(byId.get(id));
    if (kind !== undefined) times.set(kind, (times.get(kind) ?? 0) + timeDeltas[at] / 1000);
  });
  return times;
}

/** Names that the bundler made its own end in a digit. */
function kindAt(node) {
  const { functionName } = node.callFrame;
  if (functionName === '(idle)') return undefined;
  if (functionName === '(garbage collector)') return 'collecting garbage';
  for (let frame = node; frame !== undefined; frame = frame.parent) {
    const name = frame.callFrame.functionName;
    const kind = kindOf.get(name) ?? kindOf.get(name.replace(/\d$/, ''));
    if (kind !== undefined) return kind;
  }
  return "all else, with Node's own start";
}
