import { join } from 'node:path';
import type { Workspace } from '../pipeline/workspace.ts';
import { workerModule } from '../plan/session.ts';
import type { Executor } from './executor.ts';
import { executorSettings } from './executor-settings.ts';
import { PoolExecutor } from './pool.ts';
import type { SlurmSettings } from './slurm-settings.ts';

export interface ExecutorChoice {
  readonly executor: Executor;
  /** Further attempts at a node that failed for a reason outside of it. */
  readonly retries: number;
}

/**
 * The executor that a workspace's profile names; worker processes on this machine where it names none.
 *
 * @throws ProuieError PROUIE_INVALID for settings that are none
 */
export async function chooseExecutor(
  workspace: Workspace,
  { jobs, isolate }: { readonly jobs: number; readonly isolate: boolean },
): Promise<ExecutorChoice> {
  const settings = await executorSettings(workspace);
  const pool = new PoolExecutor({ slots: jobs, worker: workerModule(workspace), isolate });
  if (settings.kind === 'pool') return { executor: pool, retries: 0 };
  const [{ SlurmExecutor }, { SlurmCommands }] = await Promise.all([
    import('./slurm.ts'),
    import('./slurm-commands.ts'),
  ]);
  const executor = new SlurmExecutor({
    settings,
    store: workspace.store,
    commands: new SlurmCommands(process.env, settings.environment),
    exec: execWords(workspace, settings),
    pool,
  });
  return { executor, retries: settings.retries };
}

/** The program and first words of `prouie exec`, as they are on the cluster. */
export function execWords(
  { packageRoot }: Pick<Workspace, 'packageRoot'>,
  { node }: Pick<SlurmSettings, 'node'>,
): readonly string[] {
  return [node ?? process.execPath, join(packageRoot, 'bin', 'prouie.js'), 'exec'];
}
