import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { renderLatex } from '../../src/tables/latex.ts';
import { renderLatexMacros } from '../../src/tables/latex-macros.ts';
import { TABLES } from '../tables/measured-tables.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const hasLatex = spawnSync('pdflatex', ['--version'], { stdio: 'ignore' }).status === 0;

/** Typesets all tables in a document of one column. @returns what LaTeX has to say of it */
function typeset(packages: string): { readonly code: number | null; readonly log: string } {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'macros.tex'), renderLatexMacros(TABLES));
  const inputs = TABLES.map((table) => {
    writeFileSync(join(folder, `table-${table.table}.tex`), renderLatex(table));
    return `\\input{table-${table.table}}\\clearpage`;
  });
  const prose = String.raw`Extraction: \ProUIE{2}{SciERC}{ProUIE (4B)}, \ProUIEpaper{5}{CM only}{RE}, \ProUIE{2}{nothing}{of this}.`;
  const document = [
    '\\documentclass{article}',
    `\\usepackage{${packages}}`,
    '\\input{macros}',
    '\\begin{document}',
    prose,
    ...inputs,
    '\\end{document}',
  ];
  writeFileSync(join(folder, 'paper.tex'), document.join('\n'));
  const { status } = spawnSync('pdflatex', ['-interaction=nonstopmode', '-halt-on-error', 'paper'], {
    cwd: folder,
    stdio: 'ignore',
  });
  return { code: status, log: readFileSync(join(folder, 'paper.log'), 'latin1') };
}

describe.skipIf(!hasLatex)('tables in a document (needs pdflatex)', () => {
  test('are typeset without an error, and none is too large for its page where graphicx is there', () => {
    const { code, log } = typeset('booktabs,graphicx');
    expect(log).not.toMatch(/^!/m);
    expect(code).toBe(0);
    expect(log).not.toMatch(/Overfull|too large/);
  });

  test('are typeset as they are with booktabs alone', () => {
    const { code, log } = typeset('booktabs');
    expect(log).not.toMatch(/^!/m);
    expect(code).toBe(0);
    expect(log).toContain('Overfull');
  });
});
