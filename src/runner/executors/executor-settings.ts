import { blamingSettings } from '../pipeline/blamed-setting.ts';
import { executorSource } from '../pipeline/pipeline-context.ts';
import type { Workspace } from '../pipeline/workspace.ts';
import type { ExecutorSettings } from './slurm-settings.ts';

/**
 * Where a workspace's profile has its nodes run; in worker processes on this machine where it says nothing.
 *
 * @throws ProuieError PROUIE_INVALID with the place in the profile, or the `--set` that is wrong
 */
export async function executorSettings(workspace: Workspace): Promise<ExecutorSettings> {
  return blamingSettings(workspace, async (settings) => {
    const source = await executorSource({ ...workspace, settings });
    if (source === undefined) return { kind: 'pool' };
    const { readExecutorSettings } = await import('./slurm-settings.ts');
    return readExecutorSettings(source);
  });
}
