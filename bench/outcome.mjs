// What every benchmark ends with: its tables and goals as Markdown, printed, written to bench/results/NAME.md with the
// machine and the versions, and the exit code 1 where a goal is missed. Nothing is written by a short run (`--short`).
import { mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, totalmem } from 'node:os';
import { basename, dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the project. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)));
/** The program as it is installed: `node prouie ...`. */
export const prouie = join(root, 'bin', 'prouie.js');
/** Whether only what is stable on a busy machine is asked for. */
export const short = process.argv.includes('--short');
/** The words of the command line that are no flags. */
export const words = process.argv.slice(2).filter((word) => !word.startsWith('--'));
/** The environment of every program that is measured, since a variable such as NODE_EXTRA_CA_CERTS alone slows Node down. */
export const env = { PATH: process.env.PATH, HOME: process.env.HOME };

/**
 * @typedef {object} Goal one figure with what it has to be
 * @property {string} what such as `no-op, 1,000 nodes, against a bare start of Node`
 * @property {number} [value] what was measured
 * @property {string} [unit] such as `x`, `s`, `MB`; `x` by default
 * @property {number} [atMost]
 * @property {number} [atLeast]
 * @property {string} [notJudged] why nothing was measured; the goal is then neither met nor missed
 */

/**
 * @typedef {object} Table
 * @property {string} title
 * @property {readonly string[]} columns
 * @property {readonly (readonly (string | number)[])[]} rows numbers are written with three digits
 */

/**
 * Prints and writes the outcome of a benchmark.
 * @param {{ name: string, title: string, tables?: readonly Table[], goals?: readonly Goal[], versions?: Record<string, string>, notes?: readonly string[] }} outcome
 */
export function conclude({ name, title, tables = [], goals = [], versions = {}, notes = [] }) {
  const judged = goals.map(judge);
  const text = [
    `# ${title}`,
    `Measured with \`${command()}\` on ${machine()}; ${list({ node: process.versions.node, ...versions })}.`,
    ...tables.map((table) => `## ${table.title}\n\n${markdown(table.columns, table.rows)}`),
    ...(judged.length === 0 ? [] : [`## Goals\n\n${markdown(['what', 'measured', 'goal', ''], judged)}`]),
    ...notes,
  ].join('\n\n');
  console.log(text);
  if (!short) {
    const folder = join(root, 'bench', 'results');
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, `${name}.md`), `${text}\n`);
  }
  if (!goals.every(isMet)) process.exitCode = 1;
}

/** The value in the middle, the upper one of two. */
export function median(values) {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
}

function judge(goal) {
  if (goal.notJudged !== undefined) return [goal.what, '', '', `not judged: ${goal.notJudged}`];
  return [goal.what, shown(goal), limit(goal), isMet(goal) ? 'met' : '**missed**'];
}

function isMet({ notJudged, value, atMost = Number.POSITIVE_INFINITY, atLeast = Number.NEGATIVE_INFINITY }) {
  return notJudged !== undefined || (value <= atMost && value >= atLeast);
}

function shown({ value, unit = 'x' }) {
  return `${digits(value)} ${unit}`;
}

function limit({ atMost, atLeast, unit = 'x' }) {
  return atMost === undefined ? `>= ${atLeast} ${unit}` : `<= ${atMost} ${unit}`;
}

function digits(value) {
  if (typeof value !== 'number') return value;
  if (value >= 1000) return Math.round(value).toLocaleString('en');
  return String(Number(value.toPrecision(3)));
}

function markdown(columns, rows) {
  const line = (cells) => `| ${cells.map(digits).join(' | ')} |`;
  return [line(columns), line(columns.map(() => '---')), ...rows.map(line)].join('\n');
}

function command() {
  return [
    'node',
    relative(root, process.argv[1]),
    ...process.argv.slice(2).map((word) => basename(word)),
  ].join(' ');
}

function machine() {
  const memory = Math.round(totalmem() / 2 ** 30);
  return `${availableParallelism()} x ${cpus()[0].model.trim()}, ${memory} GiB, load ${loadavg()[0].toFixed(1)} at the end`;
}

function list(versions) {
  return Object.entries(versions)
    .map(([name, version]) => `${name} ${version}`)
    .join(', ');
}
