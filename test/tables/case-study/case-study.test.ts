import { describe, expect, it } from 'vitest';
import { caseHtml } from '../../../src/tables/case-study/case-html.ts';
import { caseMarkdown } from '../../../src/tables/case-study/case-markdown.ts';
import { type CaseStudy, caseRemarks } from '../../../src/tables/case-study/case-study.ts';

const stage = {
  instruction: 'Join them with | in order.',
  emptyFields: 0,
  wrong: [] as readonly string[],
};
const STUDY: CaseStudy = {
  figure: '9',
  profile: 'quick',
  engine: 'embedded',
  synthetic: true,
  counts: [
    {
      task: 're',
      examples: 40,
      wrong: 12,
      steps: [
        { from: 'CM', to: 'CM+SA', better: 4, worse: 2, shorter: 5 },
        { from: 'CM+SA', to: 'CM+SA+DE', better: 3, worse: 1, shorter: 0 },
      ],
      refined: 1,
    },
  ],
  cases: [
    {
      task: 're',
      dataset: 'Guilds',
      id: 'g_1',
      text: 'Tavik & Oss <of> the mill',
      gold: '{"works at": "Tavik, mill | Oss, mill"}',
      stages: [
        {
          ...stage,
          stage: 'CM',
          variant: 'cm-only',
          output: '{"works at": "Tavik, mill", "lives in": ""}',
          emptyFields: 1,
          wrong: ['missing: "works at / Oss / mill"'],
        },
        {
          ...stage,
          stage: 'CM+SA',
          variant: 'without-de',
          output: '{"works at": "Tavik, `mill`"}',
          wrong: ['missing: "works at / Oss / mill"'],
        },
        { ...stage, stage: 'CM+SA+DE', variant: 'full', output: '{"works at": "Tavik, mill | Oss, mill"}' },
      ],
    },
  ],
};
const NONE: CaseStudy = { ...STUDY, cases: [] };

describe('Figure 9', () => {
  it('says how many examples were looked at and what became of all of them', () => {
    expect(caseRemarks(STUDY)[0]).toBe(
      'Of 40 examples of relations 12 are wrong after CM; from CM to CM+SA 4 with fewer wrong items, 2 with more, 5 with fewer empty fields alone; from CM+SA to CM+SA+DE 3 with fewer wrong items, 1 with more, 0 with fewer empty fields alone; 1 get better at every step.',
    );
    expect(caseRemarks(STUDY)[1]).toBe('One is shown: chosen for what they show, and not typical.');
  });

  it('says plainly that none was found', () => {
    expect(caseMarkdown(NONE)).toContain('- No example was found that gets better at every step.');
    expect(caseHtml(NONE)).toContain('<li>No example was found that gets better at every step.</li>');
    expect(caseHtml(NONE)).not.toContain('<section>');
  });

  it('has the input, the gold, the three outputs and what is wrong in each, in Markdown', () => {
    const page = caseMarkdown(STUDY);
    expect(page).toContain(
      '## Figure 9: Refinement from CM to SA to DE (synthetic data, engine: embedded), profile quick',
    );
    expect(page).toContain('### 1. Guilds: g\\_1');
    expect(page).toContain('**Input** Tavik \\& Oss \\<of\\> the mill');
    expect(page).toContain('| gold | `{"works at": "Tavik, mill \\| Oss, mill"}` |  |');
    expect(page).toContain('| missing: "works at / Oss / mill"; 1 empty field |');
    expect(page).toContain('| CM+SA | {"works at": "Tavik, \\`mill\\`"} |');
    expect(page).toMatch(/\| CM\+SA\+DE \| .* \| all right \|\n$/);
  });

  it('is one HTML element without anything from elsewhere, its texts escaped and empty fields dimmed', () => {
    const piece = caseHtml(STUDY);
    expect(piece).toMatch(/^<figure class="case-study">\n[\s\S]*<\/figure>\n$/);
    expect(piece).not.toMatch(/\b(src|href|url)\b/);
    expect(piece).toContain('Tavik &amp; Oss &lt;of&gt; the mill');
    expect(piece).toContain('<s>&quot;lives in&quot;: &quot;&quot;</s>');
    expect(piece.match(/<p class="wrong">/g)).toHaveLength(2);
    expect(piece).toContain('<p class="right">all right</p>');
  });
});
