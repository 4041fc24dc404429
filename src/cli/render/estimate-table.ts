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
    leftColumn('run'),
    ...['GPUs', 'trained', 'generated', 'hours', 'GPU hours'].map(rightColumn),
  ];
  const table = formatTextTable(columns, [...rows, ['together', '', '', '', '', total.toFixed(1)]]);
  const models = estimates.filter(({ trainedTokens }) => trainedTokens > 0).length;
  const disk = Math.ceil(models * speeds.model + speeds.work);
  return `${table}
Tokens are in millions. Speeds are assumed, not measured: ${speeds.training} tokens a second that a GPU trains on, and
${speeds.generation} that it generates; a job begins after ${speeds.start} s.
Source: ${speeds.source}.
Disk: some ${disk} GB for ${models} models of ${speeds.model} GB and the work of one run at a time.
`;
}

function millions(tokens: number): string {
  return tokens === 0 ? '-' : (tokens / 1e6).toFixed(1);
}
