import { codeSpans } from './code-spans.ts';
import { ABSENT } from './figures.ts';
import { type LayoutCell, type LayoutOptions, layOut } from './layout.ts';
import type { Table } from './table.ts';

/**
 * A table as LaTeX for a document that loads `booktabs`: a `table*` with caption, label `tab:prouie-<table>`, the
 * tabular, and remarks and notes below. The best published figure of a row is bold, the second best underlined, as
 * in the paper. Where the document also loads `graphicx`, a tabular that is too wide or too high for a page is made smaller.
 * Ends in a line break.
 */
export function renderLatex(table: Table, options: LayoutOptions = {}): string {
  const { hasGroups, columns, rows, notes } = layOut(table, options);
  const labels = hasGroups ? ['', ''] : [''];
  const body = rows.flatMap(({ row, group, cells, isRuled }) => {
    const names = hasGroups ? [row, group ?? ''] : [row];
    const line = renderLine([...names.map(escapeLatex), ...cells.map(renderCell)]);
    return isRuled ? ['\\midrule', line] : [line];
  });
  const below = [
    ...table.remarks.map(escapeLatex),
    ...notes.map((note, index) => `\\textsuperscript{${index + 1}}~${escapeLatex(note)}.`),
  ].map((line) => `${line}\\par`);
  const lines = [
    `\\ifdefined${BOX}\\else\\newsavebox{${BOX}}\\fi`,
    '\\begin{table*}[t]',
    '\\centering\\small',
    `\\caption{${escapeLatex(captionOf(table))}}`,
    `\\label{tab:prouie-${table.table}}`,
    `\\begin{lrbox}{${BOX}}%`,
    `\\begin{tabular}{${'l'.repeat(labels.length)}${'r'.repeat(columns.length)}}`,
    '\\toprule',
    renderLine([...labels, ...columns.map((column) => escapeLatex(column.heading))]),
    '\\midrule',
    ...body,
    '\\bottomrule',
    '\\end{tabular}%',
    '\\end{lrbox}',
    '\\ifdefined\\resizebox',
    `\\ifdim\\wd${BOX}>\\linewidth\\sbox{${BOX}}{\\resizebox{\\linewidth}{!}{\\usebox{${BOX}}}}\\fi`,
    `\\ifdim\\dimexpr\\ht${BOX}+\\dp${BOX}>${HEIGHT}\\sbox{${BOX}}{\\resizebox*{!}{${HEIGHT}}{\\usebox{${BOX}}}}\\fi`,
    '\\fi',
    `\\usebox{${BOX}}`,
    ...(below.length === 0 ? [] : ['\\par\\smallskip', '\\begin{minipage}{\\linewidth}\\footnotesize']),
    ...below,
    ...(below.length === 0 ? [] : ['\\end{minipage}']),
    '\\end{table*}',
  ];
  return `${lines.join('\n')}\n`;
}

const BOX = '\\ProUIEtabular';
/** The rest of a page is for caption and remarks. */
const HEIGHT = '0.75\\textheight';

/** LaTeX counts the tables of a document itself, so that a number of the paper stands behind the title. */
function captionOf({ table, title, profile }: Table): string {
  return `${title}, profile ${profile}${/^\d/.test(table) ? `; Table ${table} of the paper` : ''}`;
}

function renderLine(cells: readonly string[]): string {
  return `${cells.join(' & ')} \\\\`;
}

function renderCell({ text, rank, note }: LayoutCell): string {
  const figure = text === ABSENT ? '--' : escapeLatex(text).replace(/-(?=\d)/g, '$$-$$');
  const marked =
    rank === 'best' ? `\\textbf{${figure}}` : rank === 'second' ? `\\underline{${figure}}` : figure;
  return note === null ? marked : `${marked}\\textsuperscript{${note}}`;
}

/** Text that LaTeX prints as it is; code spans become `\texttt`, signs outside ASCII stay as they are. */
export function escapeLatex(text: string): string {
  return codeSpans(text)
    .map((piece) => {
      const escaped = piece.text.replace(/[\\{}$&#%_~^<>|"`]/g, (sign) => LATEX_SIGNS[sign as LatexSign]);
      return piece.isCode ? `\\texttt{${escaped}}` : escaped;
    })
    .join('');
}

const LATEX_SIGNS = {
  '\\': '\\textbackslash{}',
  '{': '\\{',
  '}': '\\}',
  $: '\\$',
  '&': '\\&',
  '#': '\\#',
  '%': '\\%',
  _: '\\_',
  '~': '\\textasciitilde{}',
  '^': '\\textasciicircum{}',
  '<': '\\textless{}',
  '>': '\\textgreater{}',
  '|': '\\textbar{}',
  '"': "''",
  '`': '\\textasciigrave{}',
} as const;
type LatexSign = keyof typeof LATEX_SIGNS;
