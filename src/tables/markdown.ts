import { caption } from './caption.ts';
import { codeSpans } from './code-spans.ts';
import { type LayoutCell, type LayoutOptions, layOut } from './layout.ts';
import type { Table } from './table.ts';

/**
 * A table as GitHub Markdown: a heading, the remarks, the table, the notes. The best published figure of a row is
 * bold, the second best in italics. Ends in a line break.
 */
export function renderMarkdown(table: Table, options: LayoutOptions = {}): string {
  const { hasGroups, columns, rows, notes } = layOut(table, options);
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const labels = hasGroups ? ['', ''] : [''];
  const parts = [
    `## ${escapeMarkdown(caption(table))}`,
    table.remarks.map((remark) => `- ${escapeMarkdown(remark)}`).join('\n'),
    [
      line([...labels, ...columns.map((column) => escapeMarkdown(column.heading))]),
      line([...labels.map(() => ':--'), ...columns.map(() => '--:')]),
      ...rows.map(({ row, group, cells }) => {
        const names = hasGroups ? [row, group ?? ''] : [row];
        return line([...names.map(escapeMarkdown), ...cells.map(renderCell)]);
      }),
    ].join('\n'),
    notes.map((note, index) => `${index + 1}. ${escapeMarkdown(note)}`).join('\n'),
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

function renderCell({ text, rank, note }: LayoutCell): string {
  const escaped = escapeMarkdown(text);
  const marked = rank === 'best' ? `**${escaped}**` : rank === 'second' ? `*${escaped}*` : escaped;
  return note === null ? marked : `${marked} <sup>${note}</sup>`;
}

/** Text that Markdown prints as it is, also inside a table; code spans stay code. */
export function escapeMarkdown(text: string): string {
  return codeSpans(text)
    .map((piece) =>
      piece.isCode
        ? `\`${piece.text.replace(/\|/g, '\\|')}\``
        : piece.text.replace(/[\\`*_<>[\]|~#&]/g, '\\$&'),
    )
    .join('');
}
