import type { TrainingEngine, TrainingRequest } from '../../engines/engine.ts';
import type { GenerationRequest } from '../../engines/generation.ts';
import type { SpeedTable } from '../../engines/speeds.ts';
import { type BundleReference, type GraphNode, isOutputReference } from '../../graph/node.ts';
import type { Planner } from '../../runner/plan/plan.ts';
import type { RenderedFile } from '../../runner/plan/render.ts';
import { runNodes } from '../../runner/plan/request-nodes.ts';
import type { Session } from '../../runner/plan/session.ts';
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
    const request = JSON.parse(text) as TrainingRequest | GenerationRequest;
    const rows = inputs['rows'] ?? inputs['prompts'];
    if (rows === undefined || !isOutputReference(rows)) continue;
    const digest = planner.planned[graph.indexOf.get(rows.node)!]?.outputs?.[rows.output]?.digest;
    if (digest === undefined) continue;
    const { count } = isGeneration(request) ? request.prompts : request.rows;
    if (!means.has(digest)) means.set(digest, await tokenMeans(workspace.store.blobPath(digest), count));
    const { prompt, target } = means.get(digest)!;
    const runs = runNodes(session, [index]);
    const { bundle } = inputs['engine'] as BundleReference;
    const workload = isGeneration(request)
      ? { trainedRows: 0, answers: count, gpus: gpusOf(runs) }
      : ((await import(code.bundle(bundle).path)) as { readonly engine: TrainingEngine }).engine.workload(
          request,
        );
    estimates.push(
      estimate(runs[0]?.name ?? name, workload, { prompt, target: target ?? speeds.answerTokens }, speeds),
    );
  }
  return estimates;
}

function isGeneration(request: TrainingRequest | GenerationRequest): request is GenerationRequest {
  return request['prompts'] !== undefined;
}

function gpusOf(nodes: readonly GraphNode[]): number {
  return nodes.reduce(
    (sum, { resources: { gpu = 0, nodes: machines = 1, shards = 1 } = {} }) => sum + gpu * machines * shards,
    0,
  );
}
