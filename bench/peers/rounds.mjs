// Times tools in rounds: each takes its turn in every round, right after a bare start of Node that its time is divided by.
import { spawnSync } from 'node:child_process';
import { closeSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { env, median } from '../outcome.mjs';
import { countWrong, makeGraph, REACHED, rootOf, source, takeCount } from './graph.mjs';

/** After how many seconds another tool is stopped. */
export const LIMIT = Number(process.argv.find((word) => word.startsWith('--limit='))?.slice(8) ?? 300);
/** The exit codes of a tool that was stopped; null where `timeout` was killed along with it. */
const STOPPED = [124, 137, null];
/** In how many rounds a tool takes part whose no-op takes more than SLOW seconds. */
const SLOW_ROUNDS = 3;
const SLOW = 5;

/**
 * @typedef {object} Contestant a tool with its graph, made
 * @property {import('./tools.mjs').Tool} tool
 * @property {import('./graph.mjs').Graph} graph
 * @property {number} [cold] seconds; undefined where it was stopped
 * @property {boolean} [isSlow] whether it takes part in few rounds only
 */

/**
 * Lets a tool make its graph, and checks that every command ran once and every output is right.
 * @returns {Contestant}
 */
export function begin(tool, folder, size) {
  const graph = makeGraph(folder, size);
  tool.write(graph);
  const [program, words] = tool.cold;
  const run = execute(tool, folder, [
    'timeout',
    ['--kill-after=5', String(tool.limit ?? LIMIT), program, ...words],
  ]);
  if (STOPPED.includes(run.status)) return { tool, graph };
  const count = takeCount(graph);
  const wrong = countWrong(graph, tool.pathsOf);
  if (run.status !== 0 || wrong > 0 || (!tool.isFloor && count !== size))
    fail(tool, run, `cold, ${count} commands ran, ${wrong} wrong outputs`);
  return { tool, graph, cold: run.seconds };
}

/** Waits until no file is so young that a tool would read it again, and lets each tool notice that. */
export async function settle(contestants) {
  await sleep(2100);
  for (const one of contestants) one.isSlow = noop(one).seconds > SLOW;
}

/**
 * Times runs that have nothing to do.
 * @returns for each contestant the seconds, and how many bare starts of Node that is, in medians over the rounds
 */
export function timeNoops(contestants, rounds) {
  return inRounds(contestants, rounds, noop);
}

/** Times runs after the content of one source changed, each of which has to run exactly the nodes it reaches. */
export function timeRootChanges(contestants, rounds) {
  return inRounds(contestants, rounds, (one, round) => {
    changeRoot(one.graph, round + 1);
    const run = execute(one.tool, one.graph.folder, one.tool.again);
    const count = takeCount(one.graph);
    const wrong = countWrong(one.graph, one.tool.pathsOf);
    if (run.status !== 0 || count !== REACHED || wrong > 0)
      fail(one.tool, run, `a root changed, ${count} commands ran, ${wrong} wrong outputs`);
    return run;
  });
}

/** Gives the middle source of the first layer other content of the same size. */
export function changeRoot(graph, version) {
  const text = `source ${rootOf(graph)} version ${String(version).padStart(4, '0')}\n`;
  writeFileSync(source(graph, rootOf(graph)), text);
}

/** @returns {number} the memory of the largest process of a run that has nothing to do, in MB */
export function memoryOf({ tool, graph }) {
  const [program, words] = tool.again;
  const { said } = execute(tool, graph.folder, ['/usr/bin/time', ['-f', 'peak %M', program, ...words]]);
  return (Number(said.match(/peak (\d+)/)[1]) * 1024) / 1e6;
}

/** @returns {{ seconds: number, status: number | null, said: string }} */
export function execute(tool, folder, [program, words]) {
  const said = join(folder, 'said');
  const stream = openSync(said, 'w');
  const began = performance.now();
  const { status } = spawnSync(program, words, {
    cwd: folder,
    env: { ...env, ...tool.env },
    stdio: ['ignore', stream, stream],
  });
  const seconds = (performance.now() - began) / 1000;
  closeSync(stream);
  return { seconds, status, said: readFileSync(said, 'utf8') };
}

function noop({ tool, graph }) {
  const run = execute(tool, graph.folder, tool.again);
  const count = takeCount(graph);
  if (run.status !== 0 || count > 0 || !tool.isFresh(run.said, graph.size))
    fail(tool, run, `no-op, ${count} commands ran`);
  return run;
}

function inRounds(contestants, rounds, once) {
  const samples = contestants.map(() => []);
  for (let round = 0; round < rounds; round++) {
    contestants.forEach((one, at) => {
      if (one.isSlow && round >= SLOW_ROUNDS) return;
      const bare = execute({}, one.graph.folder, ['node', ['-e', '0']]).seconds;
      const { seconds } = once(one, round);
      samples[at].push({ seconds, ratio: seconds / bare });
    });
  }
  return samples.map((sample) => ({
    seconds: median(sample.map(({ seconds }) => seconds)),
    ratio: median(sample.map(({ ratio }) => ratio)),
  }));
}

function fail(tool, { status, said }, what) {
  throw new Error(`${tool.name}: ${what}, exit ${status}, and it said:\n${said.slice(-2000)}`);
}
