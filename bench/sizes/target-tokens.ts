import { node, output, type Pipeline } from 'prouie';
import { pipeline as recipe } from '../../pipelines/prouie.ts';
import { PHASES } from '../../src/corpora/mixture.ts';

/** How many workers count the targets of one phase. */
const SHARES = 2;

/** The recipe, and the tokens of all targets that it trains on. */
export const pipeline: Pipeline = (context) => {
  const nodes = recipe(context);
  const counts = PHASES.flatMap((phase) => {
    const rows = output(nodes.find(({ name }) => name === `mix/${phase}`)!, 'rows');
    return Array.from({ length: SHARES }, (_, share) =>
      node({
        name: `tokens/${phase}/${share}`,
        step: './count-tokens',
        params: { share, shares: SHARES },
        inputs: { rows },
      }),
    );
  });
  return [...nodes, ...counts];
};
