// What each tool notices, on 100 nodes: after every disturbance the tool runs once more; the commands themselves count how
// many nodes ran, and all outputs are compared with what the benchmark computes. Of the runner, an output is the
// content in its store, and in a row of its own the copy under results/.
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { countWrong, middleOf, REACHED, rootOf, source, takeCount } from './graph.mjs';
import { copiedPaths, prouieTool, shellStep, writePipeline } from './prouie-tool.mjs';
import { begin, changeRoot, execute, settle } from './rounds.mjs';

const SIZE = 100;

const rootFile = (graph) => source(graph, rootOf(graph));
const middleFile = ({ graph, tool }) => tool.pathsOf(graph)(middleOf(graph));

/** From what is done to the files to how. */
const DISTURBANCES = {
  'source edited': ({ graph }) => changeRoot(graph, 1),
  'source touched': ({ graph }) => utimesSync(rootFile(graph), new Date(), new Date()),
  'comment added': ({ graph }) =>
    writeFileSync(rootFile(graph), `# a comment\n${readFileSync(rootFile(graph), 'utf8')}`),
  'edited, old time put back': ({ graph }) => {
    const path = rootFile(graph);
    const nanoseconds = String(statSync(path, { bigint: true }).mtimeNs);
    writeFileSync(path, readFileSync(path, 'utf8').replace('source', 'SOURCE'));
    // Node sets times only to some microseconds.
    execFileSync('touch', ['-d', `@${nanoseconds.slice(0, -9)}.${nanoseconds.slice(-9)}`, path]);
  },
  'output deleted': (one) => rmSync(middleFile(one)),
  'output overwritten': (one) => {
    const path = middleFile(one);
    const text = readFileSync(path, 'utf8');
    chmodSync(path, 0o644);
    writeFileSync(path, `tampered${text.slice(8)}`);
  },
  'command changed': ({ graph, tool }) => tool.write(graph, ' '),
};

const prouieCopies = {
  ...prouieTool,
  name: 'prouie, copies in results/',
  write(graph, gap) {
    const copies = `results: { [\`\${index}.txt\`]: 'sum' },`;
    writePipeline(graph, shellStep(graph, gap), copies);
  },
  pathsOf: copiedPaths,
};

/**
 * Disturbs the graph of every tool, the runner's too.
 * @param {readonly import('./tools.mjs').Tool[]} tools
 * @returns the table, and the goals of the runner
 */
export async function compareDisturbances(tools, folder) {
  let made = 0;
  const renew = (tool) => {
    const place = join(folder, String(made++));
    mkdirSync(place, { recursive: true });
    return begin(tool, place, SIZE);
  };
  const ours = [prouieTool, prouieCopies];
  const contestants = [...ours, ...tools].map(renew);
  const outcomes = contestants.map(() => []);
  for (const [what, disturb] of Object.entries(DISTURBANCES)) {
    console.error(what);
    await settle(contestants);
    for (const [at, one] of contestants.entries()) {
      disturb(one);
      const { status } = execute(one.tool, one.graph.folder, one.tool.again);
      const outcome = {
        failed: status !== 0,
        ran: takeCount(one.graph),
        wrong: countWrong(one.graph, one.tool.pathsOf),
      };
      outcomes[at].push(outcome);
      if (outcome.failed || outcome.wrong > 0) contestants[at] = renew(one.tool);
    }
  }
  const table = {
    title: `What is noticed: nodes that ran, of ${SIZE} (!k: k outputs were wrong afterwards)`,
    columns: ['tool', ...Object.keys(DISTURBANCES)],
    rows: outcomes.map((row, at) => [contestants[at].tool.name, ...row.map(cell)]),
  };
  return { table, goals: goalsOf(outcomes.slice(0, ours.length)) };
}

const cell = ({ ran, wrong, failed }) =>
  `${ran}${wrong > 0 ? ` **!${wrong}**` : ''}${failed ? ', failed' : ''}`;

function goalsOf(outcomes) {
  const wrong = outcomes.flat().reduce((sum, one) => sum + one.wrong + Number(one.failed), 0);
  const goal = (what, value, atMost) => ({ what, value, unit: 'nodes', atMost });
  const [edited, touched, commented] = outcomes[0].map(({ ran }) => ran);
  return [
    { what: 'wrong outputs of prouie after any disturbance', value: wrong, unit: 'outputs', atMost: 0 },
    goal(`prouie ran when a source of ${REACHED} nodes was edited`, edited, REACHED),
    goal('prouie ran when a source was touched', touched, 0),
    goal('prouie ran when a comment was added', commented, 1),
  ];
}
