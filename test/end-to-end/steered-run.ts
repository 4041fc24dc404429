import { join } from 'node:path';
import { type Gate, openGate } from './gate.ts';
import { type Caller, pipelines, type Started, startProuie } from './prouie.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** A run of `pipelines/steered-nodes.ts`, whose steps do what the test tells them. */
export interface SteeredRun {
  readonly gate: Gate;
  readonly started: Started;
  readonly caller: Caller;
  /** What names the same nodes in another call. */
  readonly flags: readonly string[];
}

export async function startSteered(...words: readonly string[]): Promise<SteeredRun> {
  const gate = await openGate();
  const caller = { cwd: temporaryFolder() };
  const flags = ['--pipeline', join(pipelines, 'steered-nodes.ts'), '--set', `gate=${gate.path}`];
  return { gate, caller, flags, started: startProuie(caller, 'run', '--json', ...flags, ...words) };
}
