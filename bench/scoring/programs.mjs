// The programs that the scoring benchmark measures: the task layer bundled for one process, `prouie` as it is installed, and
// the Python packages at exact versions.
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { importSource } from '../../scripts/import-source.mjs';
import { median, prouie, root } from '../outcome.mjs';
import { call as callProgram, installPython } from '../programs.mjs';

/** What is installed from PyPI. */
export const VERSIONS = {
  seqeval: '1.2.2',
  nervaluate: '1.2.1',
  scipy: '1.17.1',
  numpy: '2.4.6',
  'scikit-learn': '1.9.1',
};
const here = join(root, 'bench', 'scoring');
let interpreter;

/** The folder of all files of this benchmark, deleted at the end. */
export const folder = mkdtempSync(join(tmpdir(), 'prouie-scoring-'));
const bundle = join(folder, 'passes.mjs');

/** Makes bundle and packages ready. */
export async function prepare() {
  const { gatheredFolders } = await importSource('src/identity/gathered-folders.ts');
  await build({
    entryPoints: [join(here, 'passes.mjs')],
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    outfile: bundle,
    plugins: [gatheredFolders()],
    logLevel: 'warning',
  });
  interpreter = installPython('scoring', VERSIONS);
}

/** @returns {string} the path of a file with one line for each record */
export function writeLines(name, records) {
  const file = join(folder, name);
  writeFileSync(file, '');
  // A string holds at most half a billion characters.
  for (let at = 0; at < records.length; at += 10_000) {
    const lines = records.slice(at, at + 10_000).map((record) => `${JSON.stringify(record)}\n`);
    writeFileSync(file, lines.join(''), { flag: 'a' });
  }
  return file;
}

/** @returns {readonly [program: string, words: readonly string[]]} */
export const ours = (...words) => [process.execPath, [bundle, ...words.map(String)]];
export const command = (...words) => [process.execPath, [prouie, ...words]];
export const python = (program, ...words) => [interpreter, [join(here, program), ...words.map(String)]];

/** What a program prints that runs in the benchmark's folder. */
export function call(program, words, options = {}) {
  return callProgram(program, words, { cwd: folder, ...options });
}

/**
 * Programs that time passes of their own, one after the other in each round.
 * @param {Record<string, readonly [string, readonly string[]]>} programs
 * @returns {Record<string, { seconds: number, made: object }>} the median pass, and what the program printed
 */
export function alternatePasses(programs, rounds) {
  return alternate(programs, rounds, ([program, words]) => {
    const made = JSON.parse(call(program, words));
    return { seconds: median(made.seconds), made };
  });
}

/** Whole programs, from start to end. */
export function alternateRuns(programs, rounds) {
  return alternate(programs, rounds, ([program, words]) => {
    const began = performance.now();
    const made = call(program, words);
    return { seconds: (performance.now() - began) / 1000, made };
  });
}

function alternate(programs, rounds, measure) {
  const measured = Object.fromEntries(Object.keys(programs).map((name) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    for (const [name, program] of Object.entries(programs)) measured[name].push(measure(program));
  }
  return Object.fromEntries(
    Object.entries(measured).map(([name, all]) => [
      name,
      { seconds: median(all.map(({ seconds }) => seconds)), made: all[0].made },
    ]),
  );
}
