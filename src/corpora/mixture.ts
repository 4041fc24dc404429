import { ProuieError } from '../errors.ts';
import { type Random, shuffled } from '../random.ts';
import type { Task } from '../uie/records.ts';

/** The seven phases of training in their order. */
export const PHASES = ['cm1', 'cm2', 'cm3', 'sa', 'de1', 'de2', 'de3'] as const;
export type Phase = (typeof PHASES)[number];

/** Rows a phase trains on at scale 1 (Appendix A.3; Table 9). */
export const PUBLISHED_ROWS = {
  cm1: { ner: 845_646, re: 0, ee: 0 },
  cm2: { ner: 44_951, re: 179_794, ee: 0 },
  cm3: { ner: 7_494, re: 7_494, ee: 9_991 },
  sa: { ner: 0, re: 9_000, ee: 9_000 },
  de1: { ner: 80_000, re: 0, ee: 0 },
  de2: { ner: 0, re: 50_000, ee: 0 },
  de3: { ner: 0, re: 0, ee: 9_991 },
} as const satisfies Readonly<Record<Phase, Readonly<Record<Task, number>>>>;

/** NER training rows of Table 8; phase 1 of CM is said to have 15,441 more, which nothing explains. */
export const NER_ROWS_OF_TABLE_8 = 830_205;

/** A data set that rows can be drawn from. */
export interface Pool {
  readonly dataset: string;
  readonly task: Task;
  /** Rows that are there. */
  readonly rows: number;
  /** Rows that the paper trains on, up-sampled copies included. */
  readonly trainedOn: number;
}

/**
 * `natural`: in proportion to what the paper trains on; `equal`: the same share for every data set, as far as its rows
 * reach. Both give the paper's mixture at scale 1 with all data sets there, as phase totals then equal the pools.
 */
export type Balance = 'natural' | 'equal';

/** What happens to the rows of phase 1 that Table 8 does not explain (assumption `cm1-fill`). */
export type FirstPhaseFill = 'repeat' | 'none';

export interface Share {
  readonly dataset: string;
  readonly task: Task;
  readonly rows: number;
}

/** Rows that a phase takes of a task at a scale, the ratio between tasks kept exactly as rounding allows. */
export function phaseRows(phase: Phase, scale: number, fill: FirstPhaseFill): Readonly<Record<Task, number>> {
  const published = PUBLISHED_ROWS[phase];
  const ner = phase === 'cm1' && fill === 'none' ? NER_ROWS_OF_TABLE_8 : published.ner;
  return { ner: scaled(ner, scale), re: scaled(published.re, scale), ee: scaled(published.ee, scale) };
}

function scaled(rows: number, scale: number): number {
  return rows === 0 ? 0 : Math.max(1, Math.round(rows * scale));
}

/**
 * How many rows each data set gives to a phase. The numbers of a task sum to `wanted[task]` exactly; a task without
 * any pool gives none.
 */
export function shareRows(
  wanted: Readonly<Record<Task, number>>,
  pools: readonly Pool[],
  balance: Balance,
): Share[] {
  return (['ner', 're', 'ee'] as const).flatMap((task) => {
    const own = pools.filter((pool) => pool.task === task && pool.rows > 0);
    if (wanted[task] === 0 || own.length === 0) return [];
    const rows = balance === 'natural' ? naturalShares(wanted[task], own) : equalShares(wanted[task], own);
    return own.map((pool, index) => ({ dataset: pool.dataset, task, rows: rows[index]! }));
  });
}

/** Whole rows first (each pool once, as often as all fit), then the rest in proportion, largest remainders first. */
function naturalShares(wanted: number, pools: readonly Pool[]): number[] {
  const total = pools.reduce((sum, pool) => sum + pool.trainedOn, 0);
  const rounds = Math.floor(wanted / total);
  const rest = apportion(
    wanted - rounds * total,
    pools.map((pool) => pool.trainedOn),
  );
  return pools.map((pool, index) => rounds * pool.trainedOn + rest[index]!);
}

function equalShares(wanted: number, pools: readonly Pool[]): number[] {
  const available = pools.reduce((sum, pool) => sum + pool.rows, 0);
  if (wanted >= available)
    return naturalShares(
      wanted,
      pools.map((pool) => ({ ...pool, trainedOn: pool.rows })),
    );
  const shares = new Array<number>(pools.length).fill(0);
  let open = pools.map((_, index) => index);
  let left = wanted;
  for (;;) {
    const each = Math.floor(left / open.length);
    const full = open.filter((index) => pools[index]!.rows <= each);
    if (full.length === 0) {
      open.forEach((index, at) => {
        shares[index] = each + (at < left - each * open.length ? 1 : 0);
      });
      return shares;
    }
    for (const index of full) {
      shares[index] = pools[index]!.rows;
      left -= pools[index]!.rows;
    }
    open = open.filter((index) => !full.includes(index));
  }
}

/** Splits `total` in proportion to `weights` by largest remainders; ties go to the earlier one. */
function apportion(total: number, weights: readonly number[]): number[] {
  const sum = weights.reduce((a, b) => a + b, 0);
  const exact = weights.map((weight) => (total * weight) / sum);
  const shares = exact.map(Math.floor);
  const byRemainder = exact
    .map((value, index) => [value - shares[index]!, index] as const)
    .sort((a, b) => b[0] - a[0] || a[1] - b[1]);
  let left = total - shares.reduce((a, b) => a + b, 0);
  for (const [, index] of byRemainder) {
    if (left-- <= 0) break;
    shares[index]!++;
  }
  return shares;
}

/**
 * Which rows of a pool are taken: a seeded draw without repetition; where more rows are wanted than there are, every row once, then
 * drawn again from a new shuffle. `prefer` sorts rows that are wanted first (fresh or seen ones) to the front.
 *
 * @returns indices into the pool
 * @throws ProuieError PROUIE_MIXTURE_EMPTY when rows are wanted from an empty pool
 */
export function drawRows(
  count: number,
  rows: number,
  random: Random,
  prefer?: (row: number) => boolean,
): number[] {
  if (count > 0 && rows === 0)
    throw new ProuieError('PROUIE_MIXTURE_EMPTY', `${count} rows are wanted from a data set that has none.`, {
      hint: 'Its training split is empty: see `prouie data check`.',
    });
  const all = Array.from({ length: rows }, (_, index) => index);
  const drawn: number[] = [];
  while (drawn.length < count) {
    const order = shuffled(all, random);
    const sorted =
      prefer === undefined ? order : [...order.filter(prefer), ...order.filter((row) => !prefer(row))];
    // One by one: as arguments of one call, a million rows would overflow the stack.
    for (const row of sorted.slice(0, count - drawn.length)) drawn.push(row);
  }
  return drawn;
}
