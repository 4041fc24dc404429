import type { SpeedTable } from '../../engines/speeds.ts';
import { formatTextTable, leftColumn, rightColumn } from '../text-table.ts';
import type { Estimate } from './estimate.ts';

/** The estimates as lines, with their sum, and what they were made from. */
export function estimateTable(estimates: readonly Estimate[], speeds: SpeedTable): string {
  const rows = estimates.map(({ node, gpus, trainedTokens, generatedTokens, hours, gpuHours }) => [
    node,
    String(gpus),
    millions(trainedTokens),
    millions(generatedTokens),
    hours.toFixed(1),
    gpuHours.toFixed(1),
  ]);
  const total = estimates.reduce((sum, { gpuHours }) => sum + gpuHours, 0);
  const columns = [
    leftColumn('request'),
    ...['GPUs', 'trained', 'generated', 'hours', 'GPU hours'].map(rightColumn),
  ];
  const table = formatTextTable(columns, [...rows, ['together', '', '', '', '', total.toFixed(1)]]);
  const disk = estimates.length * speeds.model + speeds.work;
  return `${table}
Tokens in millions. Assumed, not measured (${speeds.source}): a GPU trains on ${speeds.training} and generates
${speeds.generation} tokens a second, and a job begins after ${speeds.start} s.
Disk: some ${Math.ceil(disk)} GB for ${estimates.length} models of ${speeds.model} GB and the work of one run at a time.
`;
}

function millions(tokens: number): string {
  return tokens === 0 ? '-' : (tokens / 1e6).toFixed(1);
}
