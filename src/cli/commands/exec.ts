import { hostname } from 'node:os';
import { join, resolve } from 'node:path';
import { ProuieError } from '../../errors.ts';
import { clearAttempt } from '../../runner/attempt/attempt.ts';
import { type ExecuteOptions, executeAttempt } from '../../runner/attempt/execute.ts';
import { executeShard } from '../../runner/attempt/execute-shard.ts';
import { StepMemory } from '../../runner/attempt/step-memory.ts';
import { type CommandLine, numberFlag, runCommand, usageError } from '../arguments.ts';
import type { CommandHost } from '../command-host.ts';
import { formatError } from '../error-text.ts';
import { EXIT, type Io } from '../io.ts';
import { terminalOf } from '../terminal.ts';

export const commandLine: CommandLine = {
  command: 'exec',
  operands: '[FOLDER]',
  operandCount: [0, 1],
  summary:
    'Runs the attempt that lies prepared in a folder of the store, and leaves exit.json there. Executors call it.',
  flags: {
    shard: {
      value: 'I',
      description: 'do this shard alone, counted from 0, and go on to the node if all others are done',
    },
    job: { value: 'FOLDER', description: 'run all attempts of a job that lies prepared there' },
  },
};

export const run = runCommand(commandLine, async (args, io, host: CommandHost) => {
  const [folder] = args.operands;
  const job = args.value('job');
  if ((folder === undefined) === (job === undefined))
    throw usageError('exec', 'exec takes the folder of an attempt, or --job with that of a job.');
  const shard = numberFlag(args, 'exec', 'shard');
  if (job !== undefined) {
    if (shard !== undefined) throw usageError('exec', '--shard is about an attempt, not about a job.');
    return runJob(resolve(io.cwd, job), host);
  }
  return runAttempt(resolve(io.cwd, folder!), shard, io);
});

/** A signal ends this process and its workers with it; attempts without an exit record begin again where the job does. */
async function runJob(folder: string, host: CommandHost): Promise<number> {
  const { executeBatch } = await import('../../runner/executors/slurm-batch.ts');
  const allWell = await executeBatch(folder, join(host.packageRoot, 'dist', 'worker.js'));
  return allWell ? EXIT.done : EXIT.failed;
}

/**
 * A scheduler tells by SIGUSR2 that the time is nearly up, which ends the attempt, and by SIGTERM that the job must go
 * now: it may begin again, so that nothing is settled.
 */
async function runAttempt(folder: string, shard: number | undefined, io: Io): Promise<number> {
  // Other processes are at work in the folder of an attempt at one shard of which this one is.
  if (shard === undefined && Number(io.env['SLURM_RESTART_COUNT'] ?? 0) > 0) clearAttempt(folder);
  const controller = new AbortController();
  let isFinal = true;
  process.on('SIGUSR2', () => controller.abort(timeLimit()));
  process.on('SIGTERM', () => {
    isFinal = io.env['SLURM_JOB_ID'] === undefined;
    controller.abort();
  });
  const options: ExecuteOptions = {
    signal: controller.signal,
    onProgress: () => undefined,
    memory: new StepMemory(),
    isFinal: () => isFinal,
  };
  const exit =
    shard === undefined
      ? await executeAttempt(folder, options)
      : await executeShard(folder, shard, { ...options, who: taskName(io.env) });
  if (exit.ok) return EXIT.done;
  const { code, message, hint, location } = exit.failure!;
  io.stderr.write(
    formatError(new ProuieError(code, message, { hint, location }), terminalOf(io.stderr, io), false),
  );
  return EXIT.failed;
}

/** The task of a job array, by the name that it keeps when it begins again; elsewhere this process. */
function taskName(env: Io['env']): string {
  const { SLURM_ARRAY_JOB_ID: job, SLURM_ARRAY_TASK_ID: task } = env;
  return job === undefined || task === undefined ? `${process.pid} on ${hostname()}` : `${job}_${task}`;
}

function timeLimit(): ProuieError {
  return new ProuieError('PROUIE_TIME_LIMIT', 'The node ran longer than its limit and was stopped.', {
    hint: 'Raise `resources.time` of the node. What it saved in its folder of checkpoints is there for the next attempt.',
  });
}
