import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { AuditFigures } from '../../../src/tables/audit/audit-figures.ts';
import { auditJson } from '../../../src/tables/audit/audit-json.ts';
import { checkItems, countVerdicts, selectItems } from '../../../src/tables/audit/audit-report.ts';
import { auditMarkdown, auditText } from '../../../src/tables/audit/audit-text.ts';
import type { Verdict } from '../../../src/tables/audit/check.ts';
import { CHECKS } from '../../../src/tables/audit/checks.ts';
import { fixed } from '../../../src/tables/decimals.ts';
import { paper } from '../paper.ts';
import { ChangedFigures, figures } from './paper-figures.ts';

const checked = checkItems(paper.audit, figures);

/** For every check that figures decide: a change after which it must say the opposite. */
const CHANGES: Readonly<Record<string, (changed: ChangedFigures) => unknown>> = {
  'averages-of-ner': (changed) => changed.set('1', 'AnatEM', 'ProUIE (4B)', 90.09),
  'averages-of-re': (changed) => changed.setText('re-lead-over-instructuie', 3.2),
  'ee-is-arguments': (changed) => changed.set('4', 'PHEE', 'ProUIE', 71.96),
  'number-of-sets': (changed) => changed.figures.published.tables[0]!.rows.pop(),
  'sums-of-stages': (changed) => changed.set('9', 'SA (1:1)', 'EE', 9001),
  'ratios-of-mixtures': (changed) => changed.set('9', 'CM (Phase 2, 2:8)', 'NER', 44990),
  'ee-rows': (changed) => changed.set('8', 'CASIE', 'train', 3750),
  'best-out-of-domain': (changed) => changed.set('1', 'Science', 'UniversalNER (7B)', 61.85),
  'stages-contribute': (changed) => changed.set('5', 'CM only', 'EE', 66),
  'sfr-is-best': (changed) => changed.set('7', 'Fine-only', 'RE', 67.7),
  'sentences-on-lengths': (changed) => changed.set('6', 'RE CM', 'P70 mean', 84),
  'columns-of-figures': (changed) => changed.set('1', 'AnatEM', 'BERT-base', null),
  'figures-of-baselines': (changed) => changed.copyRight(),
  'ner-rows-of-cm1': (changed) => changed.set('9', 'CM (Phase 1)', 'NER', 830205),
  're-rows-of-cm2': (changed) => {
    changed.set('8', 'ADE_corpus', 'train', 15000).set('8', 'CoNLL2004', 'train', 5000);
    changed.set('8', 'SciERC', 'train', 10000).set('8', 'NYT', 'train', 56196);
  },
  'resampled-sizes': (changed) => {
    changed.set('8', 'ACE2005', 'train', 7299).set('8', 'CoNLL2003', 'train', 14041);
    changed.set('8', 'tweetNER7', 'train', 7111).set('8', 'Ontonotes', 'train', 59924);
  },
  'full-sfr-differs': (changed) => {
    const row = 'Coarse-to-fine SFR';
    changed.set('7', row, 'NER', 79.44).set('7', row, 'RE', 71.17).set('7', row, 'EE', 61.73);
  },
  'de-below-no-de': (changed) =>
    changed.set('7', 'Fine-only', 'RE', 68.27).set('7', 'Coarse-only', 'EE', 58.51),
  'cm-only-above-single-stages': (changed) => changed.set('5', 'CM only', 'RE', 68),
  'gain-is-out-of-domain': (changed) => {
    for (const row of changed.figures.published.tables[0]!.rows) row.values[6] = row.values[7]! - 3.56;
    changed.figures.sources.figures[0]!.values = {};
  },
  'kbp37-decides-re': (changed) => changed.set('2', 'ADE_corpus', 'ProUIE (4B)', 99),
  'knowcoder-has-no-average': (changed) => changed.set('2', 'ADE_corpus', 'KnowCoder (7B)', 99),
  'copied-figures': (changed) => changed.copyRight(),
  'two-sources-of-instructuie': (changed) => {
    for (const [row, value] of Object.entries(changed.figures.sources.figures[1]!.values))
      changed.set('1', row, 'InstructUIE (11B)', value);
  },
  'consistent-gains-on-ee': (changed) =>
    changed.set('3', 'PHEE', 'ProUIE', 99).set('4', 'PHEE', 'ProUIE', 99),
  'ranks-in-domain': (changed) =>
    changed.set('1', 'ACE2005', 'ProUIE (4B)', 89).set('1', 'CoNLL2003', 'ProUIE (4B)', 94),
  'length-buckets': (changed) => {
    for (const row of changed.figures.published.tables[5]!.rows) row.values = [5, 5, 5, 5, 5, 5, 5, 5, 5];
    changed.setText('ee-longest', 199, 100);
  },
  'sampling-of-cm2': (changed) => changed.set('9', 'CM (Phase 2, 2:8)', 'NER', 44948.5),
};

const OPPOSITE = { agrees: 'differs', differs: 'agrees' } as const;

function verdict(id: string, from: AuditFigures): Verdict {
  return checkItems(selectItems(paper.audit, [id]), from)[0]!.verdict;
}

describe('the audit of the paper', () => {
  it('makes a check of every item, and every line of it has words of its own', () => {
    expect(paper.audit.map(({ id }) => id)).toEqual(Object.keys(CHECKS));
    for (const { item, lines } of checked)
      expect(
        lines.map(({ name }) => name),
        item.id,
      ).toEqual(Object.keys(item.lines));
  });

  it('agrees with what is called correct, and with nothing that is called inconsistent or overstated', () => {
    for (const { item, verdict: found } of checked) {
      if (item.kind === 'correct') expect(found, item.id).toBe('agrees');
      if (item.kind === 'inconsistent' || item.kind === 'overstated') expect(found, item.id).toBe('differs');
    }
    expect(countVerdicts(checked)).toEqual({ agrees: 13, differs: 15, 'cannot be checked': 2 });
  });

  it('says why where no figure can decide', () => {
    for (const { item, verdict: found } of checked)
      expect(item.unchecked !== undefined, item.id).toBe(found === 'cannot be checked');
  });

  it.each(checked.filter(({ lines }) => lines.length > 0).map(({ item }) => item.id))(
    'turns the verdict of %s when a figure is changed',
    (id) => {
      const before = verdict(id, figures);
      const changed = new ChangedFigures();
      CHANGES[id]!(changed);
      expect(verdict(id, changed.figures)).toBe(OPPOSITE[before as keyof typeof OPPOSITE]);
    },
  );

  it('names no broken figure in its words that is neither printed nor computed', () => {
    const { published, sources } = figures;
    const known = [
      ...published.tables.flatMap(({ rows, average }) => [
        ...rows.map(({ values }) => values),
        average ?? [],
      ]),
      ...Object.values(published.text),
      ...[...sources.figures, ...sources.repeated].map(({ values }) => Object.values(values)),
      ...checked.flatMap(({ lines }) => lines.map((line) => [line.follows, line.stated, line.difference])),
    ].flat();
    for (const { item } of checked) {
      for (const [word] of `${item.finding} ${item.remark ?? ''} ${item.here}`.matchAll(/\d[\d,]*\.?\d+/g)) {
        const digits = word.split('.')[1]?.length ?? 0;
        if (digits === 0 && !word.includes(',')) continue;
        const figure = Number(word.replaceAll(',', ''));
        const found = known.some(
          (one) => typeof one === 'number' && fixed(Math.abs(one), digits) === fixed(figure, digits),
        );
        expect(found || /^\d\.\d$/.test(word), `${word} of ${item.id}`).toBe(true);
      }
    }
  });

  it('stands on its page, check by check with the verdict', () => {
    const page = readFileSync(new URL('../../../docs/audit.md', import.meta.url), 'utf8');
    const rows = checked.map(
      ({ item, verdict: found }) => `| \`${item.id}\` | ${item.title} | ${item.kind} | ${found} |`,
    );
    expect(page.split('\n').filter((line) => /^\| `[\w-]+` \|/.test(line))).toEqual(rows);
  });

  it('asks for the nearest id where there is none of a name', () => {
    expect(() => selectItems(paper.audit, ['ner-rows-of-cm2'])).toThrow(
      expect.objectContaining({ code: 'PROUIE_AUDIT_UNKNOWN', hint: 'Did you mean "ner-rows-of-cm1"?' }),
    );
  });

  it('refuses words without a check and checks without a figure', () => {
    const [first] = paper.audit;
    expect(() => checkItems([{ ...first!, id: 'no-such-check' }], figures)).toThrow(
      'no-such-check has no check',
    );
    expect(() => checkItems([{ ...first!, lines: {} }], figures)).toThrow(
      'no words for the line instructuie',
    );
    const changed = new ChangedFigures().set('9', 'CM (Phase 1)', 'NER', null);
    expect(() => verdict('ner-rows-of-cm1', changed.figures)).toThrow(
      'There is no figure of Table 9 in row CM (Phase 1), column NER.',
    );
  });
});

describe('the report of the audit', () => {
  it('shows what is stated, what follows, the difference and the verdict, within the width of a terminal', () => {
    const text = auditText(checkItems(selectItems(paper.audit, ['re-rows-of-cm2']), figures), 80);
    expect(text).toContain(
      "  Table 8's RE training rows, summed                          179,794  155,493     -24,301  differs\n",
    );
    expect(text).toContain('  => differs\n\n1 check: 0 agree, 1 differ, 0 cannot be made from figures.\n');
    const words = text.split('\n').filter((line) => !/\d {2}\w+$/.test(line) && !line.includes('difference'));
    expect(Math.max(...words.map((line) => line.length))).toBeLessThanOrEqual(80);
  });

  it('has the same figures in JSON, unrounded and in one version', () => {
    const { schemaVersion, checks, verdicts } = JSON.parse(auditJson(checked));
    expect(schemaVersion).toBe(1);
    expect(verdicts).toEqual(countVerdicts(checked));
    const [item] = checks.filter((one: { id: string }) => one.id === 'kbp37-decides-re');
    expect(item).toMatchObject({ kind: 'overstated', verdict: 'differs', reason: null });
    expect(item.lines[0]).toMatchObject({ name: 'prouie', relation: 'above', agrees: false });
    expect(item.lines[0].stated).toBeCloseTo(72.525714, 5);
  });

  it('says of the production figures that their measurement is made, and that nothing is compared', () => {
    const { item } = checked.find((one) => one.item.id === 'production-figures')!;
    expect(item.here).toContain('node `figure/3`');
    expect(item.here).toContain('not compared');
  });

  it('is a section with a table a check in Markdown', () => {
    const page = auditMarkdown(checked);
    expect(page.match(/^### /gm)).toHaveLength(checked.length);
    expect(page).toContain('`copied-figures` (inconsistent): **differs**');
    expect(page).toContain('| UIE on CoNLL2004 | 76.00 | 75.00 | -1.00 | differs |');
  });
});
