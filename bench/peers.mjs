// The runner against other tools that make only what is stale, on one graph (bench/peers/graph.mjs): what a run costs that
// has nothing to do, in multiples of a bare start of Node measured just before it and of a plain script that only looks
// at all files (bench/peers/floor.mjs); what a changed source costs; and which disturbances each tool notices.
// node bench/peers.mjs [--short] [SIZE...]     sizes among 1000, 10000, 100000; 0 for the disturbances alone
// A run for some sizes writes bench/results/peers-SIZE.md. --limit=SECONDS stops other tools sooner than after 300; --without=dvc,redun leaves some out
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { conclude, short, words } from './outcome.mjs';
import { compareDisturbances } from './peers/disturbances.mjs';
import { floorTool } from './peers/floor-tool.mjs';
import { versionOf } from './peers/installation.mjs';
import { prouieOwnStep, prouiePlan, prouieTool } from './peers/prouie-tool.mjs';
import { begin, changeRoot, LIMIT, memoryOf, settle, timeNoops, timeRootChanges } from './peers/rounds.mjs';
import { slowTools } from './peers/slow-tools.mjs';
import { quickTools } from './peers/tools.mjs';

const COLUMNS = [
  'tool',
  'cold, ms a node',
  'no-op, s',
  'x bare Node',
  'x floor',
  'memory, MB',
  'a root changed, s',
];
const rounds = short ? 3 : 7;
const sizes = words.length > 0 ? words.map(Number) : short ? [1000] : [1000, 10_000, 100_000];
const without =
  process.argv
    .find((word) => word.startsWith('--without='))
    ?.slice(10)
    .split(',') ?? [];
const versions = {};
const missing = [];
const quick = available(quickTools);
const slow = short ? [] : available(slowTools);
const folder = mkdtempSync(join(tmpdir(), 'prouie-peers-'));
const tables = [];
const goals = [];

try {
  for (const size of sizes) if (size > 0) await compare(size);
  const noticed = await compareDisturbances(short ? [] : [...quick, ...slow], join(folder, 'disturbed'));
  tables.push(noticed.table);
  goals.push(...noticed.goals);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
conclude({
  name: ['peers', ...words].join('-'),
  title: 'The runner against other tools',
  tables,
  goals,
  versions,
  notes: missing.length === 0 ? [] : [`Not there, and left out: ${missing.join(', ')}.`],
});

async function compare(size) {
  const tools = {
    1000: [...quick, prouieTool, prouieOwnStep, prouiePlan, ...slow],
    10000: [...quick, prouieTool, ...slow.filter(({ name }) => name === 'snakemake')],
    100000: [prouieOwnStep],
  }[size];
  const begun = [floorTool(size), ...tools].map((tool, at) => {
    const place = join(folder, `${size}-${at}`);
    mkdirSync(place);
    console.error(`${tool.name}, ${size} nodes`);
    return begin(tool, place, size);
  });
  const ready = begun.filter(({ cold }) => cold !== undefined);
  await settle(ready.map((one) => (one.tool === prouiePlan ? { ...one, tool: prouieTool } : one)));
  for (const { tool, graph } of ready) if (tool === prouiePlan) changeRoot(graph, 1);
  const noops = timeNoops(ready, rounds);
  const changed = ready.filter(({ tool }) => size < 100_000 && !tool.isFloor && tool !== prouiePlan);
  const memory = ready.map(memoryOf);
  const roots = timeRootChanges(changed, rounds);
  const floor = noops[0].seconds;
  const rows = begun.map((one) => {
    const name = one.tool.name;
    if (one.cold === undefined) return [name, `> ${LIMIT} s`, '', '', '', '', ''];
    const at = ready.indexOf(one);
    const root = roots[changed.indexOf(one)];
    const cold = one.tool.isFloor ? '' : (1000 * one.cold) / size;
    return [
      name,
      cold,
      noops[at].seconds,
      noops[at].ratio,
      noops[at].seconds / floor,
      memory[at],
      root?.seconds ?? '',
    ];
  });
  tables.push({ title: `${size.toLocaleString('en')} nodes`, columns: COLUMNS, rows });
  judge(
    size,
    new Map(
      rows.map(([name, cold, seconds, bare, floors, mb]) => [name, { cold, seconds, bare, floors, mb }]),
    ),
  );
}

function judge(size, rows) {
  const runner = rows.get('prouie') ?? rows.get('prouie, step of its own');
  const nodes = `${size.toLocaleString('en')} nodes`;
  if (size === 1000)
    goals.push({ what: `no-op, ${nodes}, against the floor`, value: runner.floors, atMost: 1.5 });
  // On a busy machine the other ratios say more about the machine.
  if (short) return;
  const most = { 1000: 3, 10000: 6.5, 100000: 45 }[size];
  goals.push({ what: `no-op, ${nodes}, against a bare start of Node`, value: runner.bare, atMost: most });
  if (size === 100_000)
    goals.push({ what: `memory of a no-op, ${nodes}`, value: runner.mb, unit: 'MB', atMost: 1000 });
  if (size !== 1000) return;
  const plan = rows.get(prouiePlan.name).seconds / runner.seconds;
  goals.push({ what: 'a plan after a changed root, against a no-op', value: plan, atMost: 1.2 });
  const doit = rows.get('doit');
  if (doit === undefined) return;
  goals.push({ what: 'cold cost of a node, against doit', value: runner.cold / doit.cold, atMost: 1 });
}

function available(tools) {
  return tools.filter(({ name }) => {
    if (without.includes(name)) return false;
    const version = versionOf(name, !short);
    if (version === undefined) missing.push(name);
    else versions[name] = version;
    return version !== undefined;
  });
}
