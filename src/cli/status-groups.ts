import type { NodeStatus } from '../runner/plan/planned-node.ts';
import { fitWidth, padWidth } from '../text-width.ts';
import { type Paint, paint, type Terminal } from './terminal.ts';

/** A node as `status` tells of it. */
export interface ToldNode {
  readonly stage: string;
  readonly status: NodeStatus | 'running';
  /** A phrase; empty where there is nothing to say. */
  readonly why: string;
}

export const STATUS_COLOURS: { readonly [status: string]: Paint } = {
  fresh: 'green',
  stale: 'yellow',
  waiting: 'cyan',
  absent: 'dim',
  failed: 'red',
  running: 'bold',
};

/** What is told first, and whose reasons count most. */
const STATUSES = ['failed', 'running', 'stale', 'waiting', 'absent', 'fresh'] as const;

/** A line a stage that is not wholly fresh: how many nodes are what, and the reason that most of them have. */
export function* formatGroups(nodes: readonly ToldNode[], terminal: Terminal): Generator<string> {
  const stages = new Map<string, ToldNode[]>();
  for (const node of nodes) {
    const own = stages.get(node.stage);
    if (own === undefined) stages.set(node.stage, [node]);
    else own.push(node);
  }
  const changed = [...stages].filter(([, own]) => own.some(({ status }) => status !== 'fresh'));
  const used = STATUSES.filter((status) => nodes.some((node) => node.status === status));
  const nameWidth = Math.max(5, ...changed.map(([name]) => name.length));
  const widths = used.map((status) => Math.max(status.length, 5));
  const room = terminal.width - nameWidth - widths.reduce((sum, width) => sum + width + 2, 0) - 2;
  const head = used.map((status, index) => padWidth(status, widths[index]!, 'start'));
  yield paint(terminal, 'dim', [padWidth('stage', nameWidth, 'end'), ...head, 'why'].join('  '));
  for (const [name, own] of changed) {
    const cells = used.map((status, index) => {
      const count = own.filter((node) => node.status === status).length;
      return paint(
        terminal,
        STATUS_COLOURS[status]!,
        padWidth(count === 0 ? '·' : `${count}`, widths[index]!, 'start'),
      );
    });
    const why = fitWidth(commonReason(own), Math.max(20, room));
    yield [padWidth(name, nameWidth, 'end'), ...cells, paint(terminal, 'dim', why)].join('  ').trimEnd();
  }
  const fresh = stages.size - changed.length;
  if (fresh > 0)
    yield paint(terminal, 'dim', `${fresh} further ${fresh === 1 ? 'stage is' : 'stages are'} fresh`);
}

/** The reason of most nodes of the gravest status, and how many others there are. */
function commonReason(nodes: readonly ToldNode[]): string {
  const gravest = STATUSES.find((status) => nodes.some((node) => node.status === status));
  const counts = new Map<string, number>();
  for (const { status, why } of nodes) {
    if (status === gravest && why !== '') counts.set(why, (counts.get(why) ?? 0) + 1);
  }
  const [most, ...others] = [...counts].sort(([, a], [, b]) => b - a);
  if (most === undefined) return '';
  return others.length === 0 ? most[0] : `${most[0]} (and ${others.length} more)`;
}
