import { type NodeDeclaration, node, output } from '../src/graph/node.ts';
import type { Json } from '../src/json.ts';
import type { PromptComparison } from './method-engine.ts';

/** The node that all training waits for. */
export const PREFLIGHT = 'preflight';

/** Prompts that are compared. */
const PROMPTS = 50;

/**
 * Compares prompts of all phases as trainer, GRPO and generation make them. Training takes its report as an input that
 * does not count: nothing trains on prompts that differ, and nothing is trained again when the comparison is mended.
 *
 * @param mixtures of all phases of `full`, by the first seed
 */
export function preflight(
  { ways, code, place }: PromptComparison,
  model: NodeDeclaration,
  mixtures: readonly NodeDeclaration[],
): NodeDeclaration {
  const nameOf = ({ name }: NodeDeclaration): string => name.replace(/^mix\//, '');
  return node({
    name: PREFLIGHT,
    step: 'preflight',
    params: { prompts: PROMPTS, ways: ways as unknown as Json, ...place },
    inputs: {
      model: output(model, 'checkpoint'),
      ...Object.fromEntries(mixtures.map((mixture) => [`rows/${nameOf(mixture)}`, output(mixture, 'rows')])),
      ...Object.fromEntries(
        mixtures.map((mixture) => [`manifest/${nameOf(mixture)}`, output(mixture, 'manifest')]),
      ),
      ...code,
    },
    weight: 20,
  });
}
