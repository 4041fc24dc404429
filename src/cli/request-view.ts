import { ProuieError } from '../errors.ts';
import type { Json } from '../json.ts';
import { renderRequest } from '../runner/plan/render.ts';
import { isRenderable, requestNodes, requestOf } from '../runner/plan/request-nodes.ts';
import type { Session } from '../runner/plan/session.ts';
import { selectSingleNode } from './single-node.ts';

/** A request, and the node that writes it. */
export interface FoundRequest {
  readonly node: string;
  readonly request: { readonly [part: string]: Json };
}

/**
 * The request that a node carries out or writes: as a run would have it now, with a placeholder for what is not made
 * yet; where that cannot be told, as it was the last time.
 *
 * @throws ProuieError PROUIE_REQUEST_NONE for a node that has to do with none, PROUIE_RESULT_MISSING where rows or
 *   prompts are not there
 */
export async function findRequest(session: Session, target: string): Promise<FoundRequest> {
  const index = requestNodeOf(session, selectSingleNode(session.graph, target, 'show'));
  const { name } = session.graph.nodes[index]!;
  const planner = session.planner();
  planner.planAll([index]);
  if (isRenderable(session, planner, index)) {
    const files = await renderRequest(session, planner, index);
    const written = files.find(({ path }) => path === `${name}/request.json`)?.content;
    if (typeof written === 'string') return { node: name, request: JSON.parse(written) };
  }
  const last = planner.lastState(name)?.outputs['request'];
  if (last !== undefined) {
    const text = session.workspace.store.readBlob(last.digest).toString('utf8');
    return { node: name, request: JSON.parse(text) };
  }
  throw new ProuieError('PROUIE_RESULT_MISSING', `The request ${name} names rows that are not there yet.`, {
    hint: `Make them, and nothing that costs more, with \`prouie render ${name} --out DIR\`.`,
  });
}

/** The request as its run reads it: the parts as JSON, and each file that its program is given, under its name. */
export function viewRequest({ node, request: { files = {}, ...parts } }: FoundRequest): string {
  const texts = Object.entries(files as { readonly [path: string]: string });
  const sections = [['request.json', `${JSON.stringify(parts, null, 1)}\n`], ...texts];
  return sections.map(([path, text]) => `==> ${node}/${path} <==\n${text}`).join('\n');
}

function requestNodeOf(session: Session, index: number): number {
  const { graph } = session;
  const node = graph.nodes[index]!;
  const request = requestOf(graph, node);
  if (request !== undefined) return request;
  const all = requestNodes(
    session,
    graph.nodes.map((_, other) => other),
  );
  if (all.includes(index)) return index;
  const known = all.slice(0, 3).map((other) => graph.nodes[other]!.name);
  throw new ProuieError('PROUIE_REQUEST_NONE', `${node.name} neither writes nor carries out a request.`, {
    hint: known.length === 0 ? 'No node of this graph does.' : `For example ${known.join(', ')} do.`,
  });
}
