// All benchmarks, one after the other, each a program of its own: node bench/all.mjs [--short]
// Exits with 1 where one of them misses a goal or fails. `--short` keeps to what is stable on a busy machine.
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const BENCHMARKS = ['peers', 'store', 'sizes', 'scoring', 'crfsuite'];

const folder = dirname(fileURLToPath(import.meta.url));
const failed = BENCHMARKS.filter((name) => {
  console.log();
  const words = [join(folder, `${name}.mjs`), ...process.argv.slice(2)];
  return spawnSync(process.execPath, words, { stdio: 'inherit' }).status !== 0;
});
console.log(failed.length === 0 ? '\nevery goal is met' : `\nmissed or failed: ${failed.join(', ')}`);
process.exitCode = failed.length === 0 ? 0 : 1;
