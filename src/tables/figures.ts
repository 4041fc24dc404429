import { fixed, grouped, signed } from './decimals.ts';
import type { Cell, Column } from './table.ts';

/** Stands where there is no figure. */
export const ABSENT = '-';

/** A figure with the decimals that the paper gives its unit: two for F1, none for counts, one for broken means of tokens. */
export function figure(value: number | null, unit: Column['unit']): string {
  if (value === null) return ABSENT;
  switch (unit) {
    case 'f1':
      return fixed(value, 2);
    case 'points':
      return signed(value, 2);
    case 'tokens':
      return fixed(value, Number.isInteger(value) ? 0 : 1);
    case 'count':
      return grouped(fixed(value, 0));
  }
}

/** The difference with its sign, and a `*` when it is within the tolerance. */
export function difference({ delta, within }: Cell, unit: Column['unit']): string {
  if (delta === null) return '';
  const digits =
    unit === 'count' || (unit === 'tokens' && Number.isInteger(delta)) ? 0 : unit === 'tokens' ? 1 : 2;
  return `${grouped(signed(delta, digits))}${within === true ? ' *' : ''}`;
}

/** The interval as `[67.52, 70.11]`, the deviation over seeds as `sd 0.42`, and of a difference its p. */
export function uncertainty({ interval, deviation, p }: Cell, unit: Column['unit']): string {
  return [
    ...(interval === null ? [] : [`[${figure(interval.low, unit)}, ${figure(interval.high, unit)}]`]),
    ...(deviation === null ? [] : [`sd ${fixed(deviation, 2)}`]),
    ...(p === null ? [] : [significance(p)]),
  ].join(' ');
}

/** `p 0.031`; as many shuffles as are made tell no more than three decimals. */
export function significance(p: number): string {
  return p < 0.001 ? 'p < 0.001' : `p ${fixed(p, 3)}`;
}
