import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What a reward program does instead of answering one of its batches, the first time it comes to it. */
export interface Disturbance {
  /** From 1, counted from the start of the program. */
  readonly batch: number;
  readonly act: 'kill the trainer' | 'die' | 'hang';
}

const ACTS = {
  'kill the trainer': "process.kill(process.ppid, 'SIGKILL');",
  die: "process.stderr.write('out of ink\\n', () => process.exit(3));\n      await new Promise(() => {});",
  hang: 'await new Promise(() => setInterval(() => {}, 60_000));',
} as const;

/** A program that hands everything over to the real reward program, until it comes to its disturbances. */
export function writeFailingReward(
  folder: string,
  server: string,
  disturbances: readonly Disturbance[],
): string {
  const path = join(folder, 'failing-reward.mjs');
  writeFileSync(
    path,
    `import { spawn } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

const server = spawn(process.execPath, [${JSON.stringify(server)}], { stdio: ['pipe', 'inherit', 'inherit'] });
let batch = 0;
for await (const line of createInterface({ input: process.stdin })) {
  batch += 1;
${disturbances
  .map(
    ({ batch, act }, index) => `  if (batch === ${batch} && !done(${index})) {
      ${ACTS[act]}
  }
`,
  )
  .join('')}  server.stdin.write(line + '\\n');
}
server.stdin.end();

/** Whether this was done before; from now on it was. Those before it come first. */
function done(index) {
  const marks = Array.from({ length: index + 1 }, (_, number) => ${JSON.stringify(join(folder, 'done-'))} + number);
  if (marks.slice(0, -1).some((mark) => !existsSync(mark))) return true;
  if (existsSync(marks[index])) return true;
  writeFileSync(marks[index], '');
  return false;
}
`,
  );
  return path;
}
