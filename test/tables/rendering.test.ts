import { describe, expect, it } from 'vitest';
import { makeTable, TABLE_IDS } from '../../src/tables/all-tables.ts';
import { renderCsv } from '../../src/tables/csv.ts';
import { renderJson, toJson } from '../../src/tables/json.ts';
import { escapeLatex, renderLatex } from '../../src/tables/latex.ts';
import { renderLatexMacros } from '../../src/tables/latex-macros.ts';
import { escapeMarkdown, renderMarkdown } from '../../src/tables/markdown.ts';
import { rankPublished } from '../../src/tables/ranks.ts';
import type { Table } from '../../src/tables/table.ts';
import { renderText } from '../../src/tables/text.ts';
import { MEASURED, TABLES } from './measured-tables.ts';
import { paper } from './paper.ts';

const table = (id: string): Table => TABLES.find((one) => one.table === id)!;

describe('every rendering', () => {
  it('comes out with the same bytes from equal tables', () => {
    const again = TABLE_IDS.map((id) => makeTable(id, paper, structuredClone(MEASURED)));
    expect(renderJson(again)).toBe(renderJson(TABLES));
    expect(renderCsv(again)).toBe(renderCsv(TABLES));
    for (const [index, one] of TABLES.entries()) {
      expect(renderMarkdown(again[index]!)).toBe(renderMarkdown(one));
      expect(renderLatex(again[index]!)).toBe(renderLatex(one));
    }
  });

  it('carries the engine and the word synthetic', () => {
    const synthetic = makeTable('5', paper, { ...MEASURED, synthetic: true });
    const renderings = [
      renderMarkdown(synthetic),
      renderLatex(synthetic),
      renderText(synthetic, { width: 80, color: false }),
    ];
    for (const rendering of renderings) expect(rendering).toMatch(/engine: embedded, synthetic data/);
    expect(renderCsv([synthetic]).split('\n')[1]).toContain('5,paper,embedded,true');
    expect(JSON.parse(renderJson([synthetic])).tables[0]).toMatchObject({
      engine: 'embedded',
      synthetic: true,
    });
  });
});

describe('JSON', () => {
  it('has the fields that programs rely on, in their order', () => {
    const parsed = JSON.parse(renderJson(TABLES));
    expect(Object.keys(parsed)).toEqual(['schemaVersion', 'tables']);
    expect(parsed.tables.map((one: Table) => one.table)).toEqual([...TABLE_IDS]);
    expect(Object.keys(parsed.tables[0]).slice(0, 5)).toEqual([
      'table',
      'title',
      'profile',
      'synthetic',
      'rows',
    ]);
    const [row] = parsed.tables[1].rows;
    expect(Object.keys(row).slice(0, 2)).toEqual(['row', 'cells']);
    expect(row.cells.at(-1)).toEqual({
      column: 'ProUIE (4B)',
      value: 84.3,
      published: 84.3,
      delta: 0,
      within: true,
      note: null,
      node: 'score/full/ADE_corpus',
      low: expect.any(Number),
      high: expect.any(Number),
      deviation: null,
      p: null,
    });
    expect(Object.keys(row.cells.at(-1)).slice(0, 7).join()).toBe(
      'column,value,published,delta,within,note,node',
    );
  });

  it('is the same as a value and as text', () => {
    expect(JSON.parse(renderJson(TABLES))).toEqual(toJson(TABLES));
    expect(JSON.stringify(toJson(TABLES))).toBe(renderJson(TABLES).replaceAll('\n', ''));
  });

  it('says in every cell of ours without a value why there is none', () => {
    for (const one of JSON.parse(renderJson(TABLES)).tables as Table[]) {
      const own = table(one.table).columns.flatMap((column) =>
        column.kind === 'own' ? [column.column] : [],
      );
      const cells = one.rows.flatMap((row) => row.cells).filter((cell) => own.includes(cell.column));
      expect(cells.length).toBeGreaterThan(0);
      expect(cells.filter((cell) => cell.value === null && cell.note === null)).toEqual([]);
    }
  });
});

describe('CSV', () => {
  it('quotes what needs it and reads back cell by cell', () => {
    const lines = readCsv(renderCsv([table('2')]));
    expect(lines[0]).toEqual(
      'table,profile,engine,synthetic,row,group,column,value,published,delta,within,note,node,scorer,low,high,deviation,p'.split(
        ',',
      ),
    );
    expect(lines).toHaveLength(1 + table('2').rows.length * 5);
    const gids = lines.find((line) => line[4] === 'GIDS' && line[6] === 'ProUIE (4B)')!;
    expect(gids.slice(7)).toEqual([
      '',
      '77.96',
      '',
      '',
      MEASURED.missing[0]!.reason,
      '',
      'prouie',
      '',
      '',
      '',
      '',
    ]);
    expect(lines.every((line) => line.length === 18)).toBe(true);
  });
});

describe('Markdown', () => {
  it('has as many cells in every line of the table', () => {
    for (const one of TABLES) {
      const lines = renderMarkdown(one)
        .split('\n')
        .filter((line) => line.startsWith('|'));
      const cells = lines.map((line) => line.match(/(?<!\\)\|/g)!.length);
      expect(lines).toHaveLength(one.rows.length + 2);
      expect(new Set(cells).size).toBe(1);
    }
  });

  it('marks the best published figures and numbers equal notes once', () => {
    const markdown = renderMarkdown(table('2'));
    expect(markdown).toContain(
      '| ADE\\_corpus |  | - | - | *82.31* | **84.30** | **84.30** | 84.30 | 0.00 \\* |',
    );
    const missingCells = renderMarkdown(table('7')).match(/<sup>\d+<\/sup>/g)!;
    expect(new Set(missingCells).size).toBeLessThan(missingCells.length);
  });

  it('prints special signs as they are and code as code', () => {
    expect(escapeMarkdown('a|b *c* _d_ <e> [f] `x|y_z` #')).toBe(
      'a\\|b \\*c\\* \\_d\\_ \\<e\\> \\[f\\] `x\\|y_z` \\#',
    );
    expect(escapeMarkdown('one ` tick')).toBe('one \\` tick');
    expect(renderMarkdown(table('2'))).toContain('100% \\<licensed\\> \\| a\\_b, \\\\ {x}');
  });
});

describe('LaTeX', () => {
  it('balances braces and environments, and has as many cells in every line', () => {
    for (const one of TABLES) {
      const latex = renderLatex(one);
      const bare = latex.replace(/\\[{}]/g, '');
      expect(bare.match(/\{/g)!.length).toBe(bare.match(/\}/g)!.length);
      const begun = [...latex.matchAll(/\\begin\{(\w+\*?)\}/g)].map((match) => match[1]);
      const ended = [...latex.matchAll(/\\end\{(\w+\*?)\}/g)].map((match) => match[1]);
      expect([...begun].sort()).toEqual([...ended].sort());
      const width = latex.match(/\\begin\{tabular\}\{([lr]+)\}/)![1]!.length;
      const lines = latex.split('\n').filter((line) => line.endsWith('\\\\'));
      expect(lines).toHaveLength(one.rows.length + 1);
      for (const line of lines) expect(line.match(/(?<!\\)&/g)!.length).toBe(width - 1);
    }
  });

  it('marks the best published figure bold and the second underlined, minus signs in math', () => {
    expect(renderLatex(table('2'))).toContain(
      '\\underline{45.15} & 40.00 & \\textbf{46.76} & 46.76 & 0.00 *',
    );
    expect(renderLatex(table('controls'))).toContain('$-$0.33 p ');
  });

  it('escapes every special sign', () => {
    expect(escapeLatex('50% of $x & y_z #1 {a} ~ ^ \\ <b> | "q" `c_d` `')).toBe(
      '50\\% of \\$x \\& y\\_z \\#1 \\{a\\} \\textasciitilde{} \\textasciicircum{} \\textbackslash{} ' +
        "\\textless{}b\\textgreater{} \\textbar{} ''q'' \\texttt{c\\_d} \\textasciigrave{}",
    );
  });
});

describe('LaTeX macros', () => {
  const macros = renderLatexMacros(TABLES);

  it('name every value, published figure and difference by table, row and column', () => {
    expect(macros).toContain('\\csname ProUIE:2:SciERC:ProUIE (4B)\\endcsname{46.76}\n');
    expect(macros).toContain('\\csname ProUIEpaper:5:CM only:RE\\endcsname{70.56}\n');
    expect(macros).toContain(
      '\\csname ProUIE:controls:SFT in place of DE:NER difference\\endcsname{$-$1.00}\n',
    );
    expect(macros).toContain('\\csname ProUIEpaper:8:ACE2005 EE:train\\endcsname{3,342}\n');
  });

  it('define no name twice and none for a missing figure', () => {
    const names = [...macros.matchAll(/^\\expandafter\\def\\csname (.*)\\endcsname\{/gm)].map(
      (match) => match[1],
    );
    expect(names.length).toBeGreaterThan(400);
    expect(new Set(names).size).toBe(names.length);
    expect(names).not.toContain('ProUIE:2:GIDS:ProUIE (4B)');
    expect(names).toContain('ProUIEpaper:2:GIDS:ProUIE (4B)');
  });

  it('print question marks for what is not defined', () => {
    expect(macros.split('\n')[0]).toBe(
      '\\providecommand{\\ProUIE}[3]{\\ifcsname ProUIE:#1:#2:#3\\endcsname\\csname ProUIE:#1:#2:#3\\endcsname\\else ??\\fi}',
    );
  });
});

describe('text for a terminal', () => {
  it('fits the width and leaves baselines out before it breaks', () => {
    for (const one of TABLES) {
      for (const width of [60, 80, 120, 400]) {
        const lines = renderText(one, { width, color: false }).split('\n');
        expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(width);
      }
    }
    expect(renderText(table('1'), { width: 80, color: false })).toContain('Left out for width: ');
    expect(renderText(table('1'), { width: 400, color: false })).not.toContain('Left out for width: ');
  });

  it('shows value, published figure and difference', () => {
    const text = renderText(table('5'), { width: 100, color: false });
    expect(text).toContain('79.44 (79.44, 0.00 *)');
    expect(text).toContain('- (78.19)');
    expect(text).toMatch(/\[\d\] variant without-sa was not run/);
  });

  it('has escape sequences only when colours are wanted, around the same signs', () => {
    const plain = renderText(table('2'), { width: 100, color: false });
    const coloured = renderText(table('2'), { width: 100, color: true });
    expect(plain).not.toContain('\u001b');
    expect(coloured).toContain('\u001b[32m');
    expect(
      coloured
        .split('\u001b')
        .map((part) => part.replace(/^\[\d+m/, ''))
        .join(''),
    ).toBe(plain);
  });
});

describe('ranks of published figures', () => {
  it('share the best among equals and pass blank cells over', () => {
    expect(rankPublished([82.31, null, 84.3, 84.3])).toEqual(['second', null, 'best', 'best']);
    expect(rankPublished([null, 70, null])).toEqual([null, null, null]);
    expect(rankPublished([5, 5])).toEqual(['best', 'best']);
  });
});

/** The fields of RFC 4180 text. */
function readCsv(text: string): string[][] {
  return text
    .trimEnd()
    .split('\n')
    .map((line) =>
      [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^",]*))/g)].map((match) =>
        (match[1] ?? match[2]!).replace(/""/g, '"'),
      ),
    );
}
