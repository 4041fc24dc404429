import { ProuieError } from '../../errors.ts';
import { type GraphNode, isOutputReference } from '../../graph/node.ts';
import type { Session } from '../../runner/plan/session.ts';
import { type FoundCheckpoint, USUAL_CHECKPOINT } from './checkpoint.ts';

export interface GenerationNodes {
  /** Has the engine and its options. */
  readonly render: GraphNode;
  /** Has code and environments. */
  readonly run: GraphNode;
}

/**
 * The nodes of the profile that ask this checkpoint; for one that none of them asks, those that ask the last phase of
 * `full`, or any.
 *
 * @throws ProuieError PROUIE_CHECKPOINT_ENGINE where the profile asks no language model
 */
export function generationNodes(
  { graph, workspace }: Session,
  { name, node }: FoundCheckpoint,
): GenerationNodes {
  const asking = graph.nodes.filter(
    ({ step, inputs }) => step === 'generate' && inputs['request'] !== undefined,
  );
  const asks = (checkpoint: string): GraphNode | undefined =>
    asking.find(({ inputs: { checkpoint: input } }) => {
      return input !== undefined && isOutputReference(input) && input.node === checkpoint;
    });
  const run = (node === undefined ? undefined : asks(name)) ?? asks(USUAL_CHECKPOINT) ?? asking[0];
  const request = run?.inputs['request'];
  if (run === undefined || request === undefined || !isOutputReference(request)) {
    throw new ProuieError(
      'PROUIE_CHECKPOINT_ENGINE',
      `The checkpoint ${name} is a language model, and the profile ${workspace.profile} asks none.`,
      {
        hint: 'Name a profile that does, such as `--profile paper` or `--profile tiny`; its options of generation are used.',
      },
    );
  }
  return { render: graph.nodes[graph.indexOf.get(request.node)!]!, run };
}
