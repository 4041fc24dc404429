import { hostname } from 'node:os';
import { pathToFileURL } from 'node:url';
import type { Step, StepContext } from '../../step.ts';
import type { StoredOutput } from '../../store/record.ts';
import { Store } from '../../store/store.ts';
import { type Attempt, type Exit, readAttempt, writeExit } from './attempt.ts';
import { describeFailure, keepLastWords } from './failure.ts';
import { OutputCollector } from './output-collector.ts';
import { doShard } from './shard-work.ts';
import { countShards, missingShards } from './shards.ts';
import { type Lent, runContext } from './step-context.ts';

export interface ExecuteOptions extends Lent {
  /** Asked when the step failed: false where it was stopped to begin again, so that nothing is settled. */
  readonly isFinal?: () => boolean;
}

type Outputs = { readonly [output: string]: StoredOutput };

/**
 * Runs the node described in an attempt folder and leaves `exit.json` there, whatever happens. Of a node whose work is
 * split, the shards that are not done come first, one after the other.
 */
export async function executeAttempt(folder: string, options: ExecuteOptions): Promise<Exit> {
  return carryOut(folder, options, async () => {
    const attempt = readAttempt(folder);
    const step = await loadModule(attempt);
    const count = countShards(attempt);
    for (const index of step.runShard === undefined ? [] : missingShards(attempt)) {
      const onProgress = (done: number, total: number): void =>
        options.onProgress(index * total + done, count * total);
      await doShard(step, attempt, index, { folder, logFolder: folder }, { ...options, onProgress });
    }
    return runStep(step, attempt, folder, options);
  });
}

/**
 * Does some work and writes down in a folder how it ended.
 *
 * @returns the exit, which says so too where it could not be written
 */
export async function carryOut(
  folder: string,
  options: ExecuteOptions,
  work: () => Promise<Outputs | undefined>,
): Promise<Exit> {
  const startedAt = new Date();
  const began = performance.now();
  let result: Pick<Exit, 'ok' | 'outputs' | 'failure'>;
  try {
    const outputs = await work();
    result = { ok: true, ...(outputs === undefined ? {} : { outputs }) };
  } catch (cause) {
    const failure = describeFailure(cause);
    result = { ok: false, failure };
    keepLastWords(folder, failure);
  }
  const circumstances = {
    startedAt: startedAt.toISOString(),
    seconds: Math.round(performance.now() - began) / 1000,
    memory: process.memoryUsage.rss(),
    host: hostname(),
    versions: { node: process.version },
  };
  const exit: Exit = { schemaVersion: 1, ...result, ...circumstances };
  if (!exit.ok && options.isFinal?.() === false) return exit;
  try {
    writeExit(folder, exit);
    return exit;
  } catch (cause) {
    // Without the file nobody else would know of the result, so it does not count.
    return { schemaVersion: 1, ok: false, failure: describeFailure(cause), ...circumstances };
  }
}

/** The step of an attempt, as it was when the attempt was made. */
export async function loadModule({ module }: Attempt): Promise<Step> {
  return ((await import(pathToFileURL(module).href)) as { step: Step }).step;
}

/** Makes the outputs of a node, all of whose shards are done. */
export async function runStep(step: Step, attempt: Attempt, folder: string, lent: Lent): Promise<Outputs> {
  const outputs = new OutputCollector(new Store(attempt.store), folder, attempt.outputs);
  const context = runContext(attempt, folder, outputs, step.runShard !== undefined, lent);
  try {
    await step.run(context as StepContext<never>);
  } catch (cause) {
    // Why it was stopped says more than what that did to it.
    lent.signal.throwIfAborted();
    throw cause;
  }
  lent.signal.throwIfAborted();
  return outputs.finish();
}
