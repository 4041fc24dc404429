import type { CatalogNode } from '../catalog/source.ts';
import type { Table } from '../tables/table.ts';
import type { Overview, ReportNode, ReportRun } from './report-content.ts';

const MOST_RUNS = 20;

export function gatherOverview(
  names: { readonly pipeline: string; readonly profile: string },
  states: readonly CatalogNode[],
  nodes: readonly ReportNode[],
  runs: readonly ReportRun[],
  tables: readonly Table[],
  warnings: readonly string[],
): Overview {
  const tagged = (tag: string): readonly (string | number)[] => [
    ...new Set(states.flatMap(({ tags }) => tags[tag] ?? [])),
  ];
  const synthetic = states.filter(({ tags }) => tags['source'] === 'synthetic');
  return {
    ...names,
    engines: tagged('engine').map(String),
    seeds: tagged('seed')
      .map(Number)
      .sort((a, b) => a - b),
    synthetic: tables.some((table) => table.synthetic) || synthetic.length > 0,
    syntheticDatasets: [...new Set(synthetic.flatMap(({ tags }) => String(tags['dataset'] ?? '') || []))],
    datasets: tagged('dataset').map(String),
    statuses: countBy(nodes.map(({ status }) => status)),
    steps: stepTimes(nodes),
    runs: runs.slice(0, MOST_RUNS),
    warnings,
  };
}

function countBy(words: readonly string[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const word of words) counts[word] = (counts[word] ?? 0) + 1;
  return counts;
}

/** Longest first. A result that several nodes share counts once. */
function stepTimes(nodes: readonly ReportNode[]): Overview['steps'] {
  const seen = new Set<string>();
  const times = new Map<string, { nodes: number; seconds: number }>();
  for (const { step, key, made } of nodes) {
    const time = times.get(step) ?? { nodes: 0, seconds: 0 };
    times.set(step, time);
    time.nodes++;
    if (made === null || seen.has(key)) continue;
    seen.add(key);
    time.seconds += made.seconds;
  }
  return [...times].map(([step, time]) => ({ step, ...time })).sort((a, b) => b.seconds - a.seconds);
}
