// Runs the fault tests and prints how many faults were tried and how many survived.
//   node scripts/faults.mjs                              the tests of test/faults, with a sample of the sweep
//   node scripts/faults.mjs soak [--minutes N] [--seed N]   faults at drawn writes and times, over and over; 30 minutes
//   node scripts/faults.mjs count FILE                   the faults in a file that PROUIE_FAULT_TALLY named during tests
// Exits with 1 when a fault made a difference.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { minutes: { type: 'string', default: '30' }, seed: { type: 'string' } },
});
if (positionals[0] === 'count') printFaults(positionals[1]);
else {
  const isSoak = positionals[0] === 'soak';
  const seed = values.seed ?? (isSoak ? String(Math.floor(Math.random() * 2 ** 31)) : '1');
  console.log(`The seed is ${seed}: with --seed ${seed} the same faults are drawn again.`);
  const folder = mkdtempSync(join(tmpdir(), 'prouie-faults-'));
  const tally = join(folder, 'tally.jsonl');
  const words = isSoak ? ['--config', 'vitest.soak.config.ts'] : ['test/faults'];
  const { status } = spawnSync(
    process.execPath,
    [join(root, 'node_modules/vitest/vitest.mjs'), 'run', ...words],
    {
      cwd: root,
      stdio: 'inherit',
      env: {
        ...process.env,
        PROUIE_FAULT_SEED: seed,
        PROUIE_FAULT_TALLY: tally,
        PROUIE_SOAK_MINUTES: values.minutes,
      },
    },
  );
  printFaults(tally);
  rmSync(folder, { recursive: true });
  process.exitCode = status ?? 1;
}

function printFaults(file) {
  const lines = existsSync(file) ? readFileSync(file, 'utf8').trimEnd().split('\n') : [];
  const faults = lines.map((line) => JSON.parse(line));
  const kinds = new Map();
  for (const { kind } of faults) kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  for (const [kind, tried] of [...kinds].sort(([a], [b]) => (a < b ? -1 : 1)))
    console.log(`${String(tried).padStart(6)} ${kind}`);
  const survived = faults.filter((fault) => fault.survived).length;
  console.log(
    `${faults.length} faults tried, ${survived} survived, ${faults.length - survived} made a difference`,
  );
}
