import { join } from 'node:path';
import type { GraphNode } from '../../graph/node.ts';
import { execWords } from '../../runner/executors/choice.ts';
import { executorSettings } from '../../runner/executors/executor-settings.ts';
import { nameJob } from '../../runner/executors/slurm-job.ts';
import { isLarge } from '../../runner/executors/slurm-job-plan.ts';
import { jobScript } from '../../runner/executors/slurm-script.ts';
import type { Workspace } from '../../runner/pipeline/workspace.ts';
import type { RenderedFile } from '../../runner/plan/render.ts';
import { storePaths } from '../../store/paths.ts';

/**
 * The scripts that nodes would be submitted with, one a node that asks for a job of its own; none where the profile
 * names no cluster. What is only known at submission stands in angle brackets.
 */
export async function jobScripts(
  workspace: Workspace,
  nodes: readonly GraphNode[],
): Promise<readonly RenderedFile[]> {
  const settings = await executorSettings(workspace);
  if (settings.kind !== 'slurm') return [];
  const { root } = workspace.store;
  const attempt = join(storePaths.work(root, '<key>'), '<attempt>');
  return nodes.flatMap(({ name, resources = {} }) => {
    if (!isLarge(resources)) return [];
    const { shards: count = 1 } = resources;
    const shards = count === 1 ? undefined : Array.from({ length: count }, (_, index) => index);
    const job = nameJob(name, '<12 hexadecimal digits>');
    const command = [
      ...execWords(workspace, settings),
      attempt,
      ...(shards === undefined ? [] : ['--shard']),
    ];
    const script = jobScript({
      name: job,
      folder: storePaths.job(root, job),
      resources,
      settings,
      shards,
      command,
    });
    return [{ path: `${name}/job.sh`, content: script }];
  });
}
