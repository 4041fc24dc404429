import { file, node, output, type Pipeline } from 'prouie';

/** Monthly means of two stations, a comparison of the stations, and a chart of each that a Python program draws. */
export const pipeline: Pipeline = (context) => {
  const stations = context
    .list(context.path('stations'))
    .filter((name) => name.endsWith('.csv'))
    .map((name) => name.slice(0, -4));
  const means = stations.map((station) =>
    node({
      name: `means/${station}`,
      step: './steps/monthly-means',
      params: { unit: 'celsius' },
      inputs: { days: file(context.path(`stations/${station}.csv`)) },
      tags: { station },
    }),
  );
  const charts = means.map((mean, index) =>
    node({
      name: `chart/${stations[index]}`,
      step: 'command',
      params: { argv: ['python3', '{in:program}', '{in:means}', '{out:chart}'] },
      inputs: { program: file(context.path('chart.py')), means: output(mean, 'table') },
      outputs: { chart: 'text' },
      results: { [`${stations[index]}.svg`]: 'chart' },
    }),
  );
  const warmest = node({
    name: 'warmest',
    step: './steps/warmest-station',
    inputs: Object.fromEntries(
      means.map((mean, index) => [`means/${stations[index]}`, output(mean, 'means')]),
    ),
    results: { 'warmest.txt': 'list' },
  });
  return [...means, ...charts, warmest];
};
