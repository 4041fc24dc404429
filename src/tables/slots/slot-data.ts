import { csvLine } from '../csv.ts';
import type { SlotFigure } from './slot-figure.ts';

/** The figure as text of JSON, a variant a line. */
export function slotJson({ variants, ...figure }: SlotFigure): string {
  const head = JSON.stringify({ schemaVersion: 1, ...figure }).slice(0, -1);
  const lines = variants.map((variant) => JSON.stringify(variant));
  return `${head},"variants":[\n${lines.join(',\n')}\n]}\n`;
}

const HEADER = [
  'figure',
  'profile',
  'engine',
  'synthetic',
  'variant',
  'slot',
  'exact_acc',
  'of_filled',
  'empty_answer',
  'queries',
  'filled',
] as const;

/** One line a bar under a header, percent unrounded. */
export function slotCsv({
  figure,
  profile,
  engine,
  synthetic,
  queries,
  slots,
  variants,
}: SlotFigure): string {
  const rows = variants.flatMap(({ variant, bars }) =>
    bars.map(({ slot, exactAcc, ofFilled }, index) => {
      const { emptyAnswer, filled } = slots[index]!;
      return [
        figure,
        profile,
        engine,
        synthetic,
        variant,
        slot,
        exactAcc,
        ofFilled,
        emptyAnswer,
        queries,
        filled,
      ];
    }),
  );
  return [HEADER, ...rows].map(csvLine).join('');
}
