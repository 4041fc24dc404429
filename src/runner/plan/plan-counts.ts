import type { Planner } from './plan.ts';

/** Of the nodes that were asked for, how many are in which state; `stale` counts all that will run. */
export interface PlanCounts {
  readonly nodes: number;
  readonly fresh: number;
  readonly stale: number;
  readonly waiting: number;
  readonly absent: number;
}

export function countPlan({ planned }: Planner): PlanCounts {
  const counts = { nodes: 0, fresh: 0, stale: 0, waiting: 0, absent: 0 };
  for (const node of planned) {
    if (node === undefined) continue;
    counts.nodes++;
    if (node.status === 'fresh' || node.status === 'waiting' || node.status === 'absent')
      counts[node.status]++;
    else counts.stale++;
  }
  return counts;
}

/** Whether any node will run, or may. */
export function hasWork(planner: Planner): boolean {
  const { stale, waiting } = countPlan(planner);
  return stale + waiting > 0;
}
