import { fixed } from '../decimals.ts';
import { escapeMarkdown } from '../markdown.ts';
import { type SlotFigure, slotCaption } from './slot-figure.ts';

/** The figure as GitHub Markdown: the caption, the remarks, the picture, its figures, and what the slots mean (Table 10). */
export function slotMarkdown(figure: SlotFigure, picture: string): string {
  const { slots, variants, queries } = figure;
  const line = (cells: readonly string[]): string => `| ${cells.map(escapeMarkdown).join(' | ')} |`;
  const head = line(['', ...slots.map(({ slot }) => slot)]);
  const rule = `| :-- |${' --: |'.repeat(slots.length)}`;
  const figures = [
    head,
    rule,
    ...variants.map(({ variant, bars }) =>
      line([variant, ...bars.map(({ exactAcc }) => fixed(exactAcc, 2))]),
    ),
    line(['empty answer', ...slots.map(({ emptyAnswer }) => fixed(emptyAnswer, 2))]),
  ];
  const filled = [
    head,
    rule,
    ...variants.map(({ variant, bars }) =>
      line([variant, ...bars.map(({ ofFilled }) => (ofFilled === null ? '-' : fixed(ofFilled, 2)))]),
    ),
    line(['queries', ...slots.map((slot) => String(slot.filled))]),
  ];
  const meanings = [
    '| slot | what it holds |',
    '| :-- | :-- |',
    ...slots.map(({ slot, definition }) => line([slot, definition])),
  ];
  return `${[
    `## ${escapeMarkdown(slotCaption(figure))}`,
    figure.remarks.map((remark) => `- ${escapeMarkdown(remark)}`).join('\n'),
    `![Bars of ExactAcc by slot and variant](${picture})`,
    figures.join('\n'),
    `ExactAcc of the queries whose slot has a value, of ${queries}:`,
    filled.join('\n'),
    'The slots (Table 10):',
    meanings.join('\n'),
  ].join('\n\n')}\n`;
}
