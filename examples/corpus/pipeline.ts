import { node, output, type Pipeline } from 'prouie';
import { recipe } from 'prouie/recipe';

/** The recipe on a data set of one's own (`cards/boats.yaml`), whose answers are scored by a scorer of one's own too. */
export const pipeline: Pipeline = (context) => {
  const nodes = recipe(context, { basis: 'laptop', cards: context.path('cards') });
  const predictions = nodes.filter(({ name }) => /^predict\/[^/]+\/boats$/.test(name));
  const scores = predictions.map((prediction) =>
    node({
      name: prediction.name.replace('predict/', 'score-leniently/'),
      step: './steps/lenient-score',
      params: { dataset: 'boats', split: 'test' },
      inputs: { examples: output('data/boats', 'examples'), predictions: output(prediction, 'predictions') },
      // Its rows stand in the relation `metrics` beside those of the package's scorers.
      tags: { ...prediction.tags, relation: 'metrics' },
    }),
  );
  return [...nodes, ...scores];
};
