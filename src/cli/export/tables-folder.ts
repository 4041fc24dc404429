import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { guardWrite } from '../../store/files.ts';
import { renderCsv } from '../../tables/csv.ts';
import { renderLatex } from '../../tables/latex.ts';
import { renderLatexMacros } from '../../tables/latex-macros.ts';
import { renderMarkdown } from '../../tables/markdown.ts';
import type { Table } from '../../tables/table.ts';

export type TableFormat = 'csv' | 'latex' | 'markdown';

/**
 * Writes each table to a file of its own. LaTeX comes with `macros.tex`, a macro a number for running text: a document
 * that loads `booktabs` says `\input{FOLDER/macros}` and `\input{FOLDER/table-1}`.
 */
export function writeTables(folder: string, tables: readonly Table[], format: TableFormat): void {
  for (const [name, content] of Object.entries(filesOf(tables, format))) {
    const file = join(folder, name);
    guardWrite(file, () => writeFileSync(file, content));
  }
}

function filesOf(tables: readonly Table[], format: TableFormat): Readonly<Record<string, string>> {
  const named = (end: string, render: (table: Table) => string): Readonly<Record<string, string>> =>
    Object.fromEntries(tables.map((table) => [`table-${table.table}.${end}`, render(table)]));
  switch (format) {
    case 'csv':
      return named('csv', (table) => renderCsv([table]));
    case 'markdown':
      return named('md', (table) => renderMarkdown(table));
    case 'latex':
      return { ...named('tex', (table) => renderLatex(table)), 'macros.tex': renderLatexMacros(tables) };
  }
}
