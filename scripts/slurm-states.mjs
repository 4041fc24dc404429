// Runs the SLURM tests and prints in how many jobs each state was seen:
//   node scripts/slurm-states.mjs              the tests of test/slurm
//   node scripts/slurm-states.mjs count FILE   the states in a file that PROUIE_STATES_TALLY named during tests
// Exits as the tests do.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const [command, file] = process.argv.slice(2);

if (command === 'count') printStates(file);
else {
  const folder = mkdtempSync(join(tmpdir(), 'prouie-states-'));
  const tally = join(folder, 'answers');
  const { status } = spawnSync(
    process.execPath,
    [join(root, 'node_modules/vitest/vitest.mjs'), 'run', '--project', 'slurm', ...process.argv.slice(2)],
    { cwd: root, stdio: 'inherit', env: { ...process.env, PROUIE_STATES_TALLY: tally } },
  );
  printStates(tally);
  rmSync(folder, { recursive: true });
  process.exitCode = status ?? 1;
}

/** Answers are lines of `id|STATE|name…` or `id|name|STATE…`; ids of several clusters may be equal, names are not. */
function printStates(path) {
  const jobs = new Map();
  for (const line of existsSync(path) ? readFileSync(path, 'utf8').split('\n') : []) {
    const words = line.split('|');
    const state = words.find((word) => /^[A-Z]{4,}(_[A-Z]+)*( by \d+)?$/.test(word))?.split(' ')[0];
    if (state === undefined) continue;
    const named = words
      .filter((word) => word !== state && !word.startsWith(state))
      .slice(0, 2)
      .join('|');
    jobs.set(state, (jobs.get(state) ?? new Set()).add(named));
  }
  for (const [state, seen] of [...jobs].sort(([a], [b]) => (a < b ? -1 : 1)))
    console.log(`${String(seen.size).padStart(6)} jobs seen ${state}`);
  console.log(`${jobs.size} states of jobs seen`);
}
