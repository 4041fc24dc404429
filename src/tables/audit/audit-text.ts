/** Checked items for a reader: as text for a terminal, and as Markdown. */
import { fixed, grouped, signed } from '../decimals.ts';
import { escapeMarkdown } from '../markdown.ts';
import { lengthOf, wrap } from '../text-fitting.ts';
import { type CheckedItem, countVerdicts } from './audit-report.ts';
import type { CheckLine, Relation } from './check.ts';

/** @param width signs in a line; tables of figures may need more */
export function auditText(checked: readonly CheckedItem[], width: number): string {
  const items = checked.map(({ item, lines, verdict }) => {
    const reason = item.unchecked === undefined ? '' : `: ${item.unchecked}`;
    const words = [
      ...wrap(item.finding, width - 2),
      ...(lines.length === 0 ? [] : ['', ...table(lines.map(cells)), '']),
      ...wrap(`Here: ${item.here}`, width - 2),
    ].map((line) => (line === '' ? '' : `  ${line}`));
    return [`${item.id} (${item.kind}) - ${item.title}`, ...words, `  => ${verdict}${reason}`].join('\n');
  });
  return `${[...items, summary(checked)].join('\n\n')}\n`;
}

export function auditMarkdown(checked: readonly CheckedItem[]): string {
  const row = (parts: readonly string[]): string => `| ${parts.map(escapeMarkdown).join(' | ')} |`;
  const items = checked.map(({ item, lines, verdict }) =>
    [
      `### ${escapeMarkdown(item.title)}\n`,
      `\`${item.id}\` (${item.kind}): **${verdict}**${item.unchecked === undefined ? '' : ` (${escapeMarkdown(item.unchecked)})`}\n`,
      `${escapeMarkdown(item.finding)}\n`,
      ...(lines.length === 0
        ? []
        : [row(HEADS), '| --- | --: | --: | --: | --- |', ...lines.map((line) => row(cells(line))), '']),
      `Here: ${escapeMarkdown(item.here)}\n`,
    ].join('\n'),
  );
  return `## What follows from the paper's figures\n\n${items.join('\n')}\n${summary(checked)}\n`;
}

const HEADS = ['', 'paper', 'follows', 'difference', ''] as const;

const SIGNS = { equal: '', above: '> ', below: '< ', 'at most': '<= ' } as const satisfies Readonly<
  Record<Exclude<Relation, null>, string>
>;

/** What is compared, the stated figure, the one that follows, the difference, and the verdict. */
function cells(line: CheckLine & { readonly what: string }): readonly string[] {
  const { what, relation, stated, follows, difference, agrees, digits } = line;
  const shown = grouped(fixed(follows, digits));
  if (relation === null || stated === null || difference === null) return [what, '', shown, '', ''];
  return [
    what,
    SIGNS[relation] + grouped(fixed(stated, digits)),
    shown,
    grouped(signed(difference, digits)),
    agrees === true ? 'agrees' : 'differs',
  ];
}

function table(rows: readonly (readonly string[])[]): readonly string[] {
  const all = [HEADS, ...rows];
  const widths = HEADS.map((_, at) => Math.max(...all.map((row) => lengthOf(row[at]!))));
  return all.map((row) =>
    row
      .map((cell, at) => {
        const room = ' '.repeat(widths[at]! - lengthOf(cell));
        return at === 0 || at === HEADS.length - 1 ? cell + room : room + cell;
      })
      .join('  ')
      .trimEnd(),
  );
}

function summary(checked: readonly CheckedItem[]): string {
  const counts = countVerdicts(checked);
  const checks = checked.length === 1 ? '1 check' : `${checked.length} checks`;
  return `${checks}: ${counts.agrees} agree, ${counts.differs} differ, ${counts['cannot be checked']} cannot be made from figures.`;
}
