import type { TrainingEngine, TrainingRequest } from '../../engines/engine.ts';
import type { SpeedTable } from '../../engines/speeds.ts';
import type { BundleReference } from '../../graph/node.ts';
import { isOutputReference } from '../../graph/node.ts';
import type { Planner } from '../../runner/plan.ts';
import type { RenderedFile } from '../../runner/render.ts';
import type { Session } from '../../runner/session.ts';
import { type Estimate, estimate } from './estimate.ts';
import { tokenMeans } from './token-means.ts';

/** An estimate for every request, from its engine's word on the work and the tokens of its rows. */
export async function estimateRequests(
  session: Session,
  planner: Planner,
  requests: readonly number[],
  files: readonly RenderedFile[],
  speeds: SpeedTable,
): Promise<readonly Estimate[]> {
  const { graph, workspace, code } = session;
  const texts = new Map(files.map(({ path, content }) => [path, content]));
  const means = new Map<string, Awaited<ReturnType<typeof tokenMeans>>>();
  const estimates: Estimate[] = [];
  for (const index of requests) {
    const { name, inputs } = graph.nodes[index]!;
    const text = texts.get(`${name}/request.json`);
    if (typeof text !== 'string') continue;
    const request = JSON.parse(text) as TrainingRequest;
    const { bundle } = inputs['engine'] as BundleReference;
    const { engine } = (await import(code.bundle(bundle).path)) as { readonly engine: TrainingEngine };
    const rows = inputs['rows'] ?? inputs['prompts'];
    if (rows === undefined || !isOutputReference(rows)) continue;
    const digest = planner.planned[graph.indexOf.get(rows.node)!]?.outputs?.[rows.output]?.digest;
    if (digest === undefined) continue;
    if (!means.has(digest))
      means.set(digest, await tokenMeans(workspace.store.blobPath(digest), request.rows.count));
    estimates.push(estimate(name, engine.workload(request), means.get(digest)!, speeds));
  }
  return estimates;
}
