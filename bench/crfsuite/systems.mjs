// The two systems: the embedded engine as the profile `laptop` trains it, and CRFsuite with the features of its tutorial. The penalties
// there (1 and 0.001) and its 50 iterations cost it three points of F1 on average, so that they are not taken. Each run is a
// process of its own on one core.
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { parse } from 'yaml';
import { prouie, root } from '../outcome.mjs';
import { call, installPython, onOneCore } from '../programs.mjs';
import { readLines, writeLines } from './corpora.mjs';

export const VERSIONS = { 'python-crfsuite': '0.9.12' };

/** The folder of all files of this benchmark, deleted at the end. */
export const folder = mkdtempSync(join(tmpdir(), 'prouie-crfsuite-'));
const here = join(root, 'bench', 'crfsuite');
const bundle = join(folder, 'engine.mjs');
const { bits, sft } = parse(readFileSync(join(root, 'pipelines/profiles/laptop.yaml'), 'utf8'));
let python;

/** Makes bundle and package ready. */
export async function prepare() {
  await build({
    entryPoints: [join(here, 'engine.mjs')],
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    outfile: bundle,
    logLevel: 'warning',
  });
  python = installPython('crfsuite', VERSIONS);
}

/**
 * @typedef {object} System
 * @property {number} usual after how many steps (epochs, iterations) it is usually done
 * @property {readonly number[]} looks after how many steps it is looked at
 * @property {(corpus: object, answers: string, steps: number) => [program: string, words: string[]]} command
 */

/** @type {Record<'engine' | 'crf', System>} */
export const systems = {
  engine: {
    usual: sft.epochs.cm,
    looks: [1, 2, 3, 4],
    command: ({ rows, prompts }, answers, epochs) => {
      const settings = { ...sft, bits, seed: 1, epochs };
      return [process.execPath, [bundle, rows, prompts, answers, JSON.stringify(settings)]];
    },
  },
  crf: {
    usual: 100,
    looks: [10, 20, 30, 50, 75, 100],
    command: ({ tagged, tokens }, answers, iterations) => {
      const settings = { c1: 0.1, c2: 0.1, max_iterations: iterations, 'feature.possible_transitions': true };
      return [python, [join(here, 'crf.py'), tagged, tokens, answers, JSON.stringify(settings)]];
    },
  },
};

/**
 * Trains a system on a corpus and has it tag the test split.
 * @returns {{ training: object, tagging: object, megabytes: number, answers: string }}
 */
export function run(name, corpus, steps) {
  const answers = join(folder, `${name}-${steps}-${corpus.id}.jsonl`);
  return { ...JSON.parse(call(...onOneCore(systems[name].command(corpus, answers, steps)))), answers };
}

/** F1 by corpus, in percent. */
export function score(corpora, answers) {
  const file = (name, files) => writeLines(join(folder, `${name}.jsonl`), files.flatMap(readLines));
  const gold = file(
    'gold',
    corpora.map(({ examples }) => examples),
  );
  const given = file('answers', answers);
  const scored = call(process.execPath, [prouie, 'score', '--gold', gold, '--predictions', given, '--json']);
  const { datasets } = JSON.parse(scored).profiles.prouie;
  return Object.fromEntries(corpora.map(({ id }) => [id, datasets[id].entity.f1]));
}
