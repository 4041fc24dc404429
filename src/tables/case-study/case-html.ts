import { escapeMarkup } from '../markup.ts';
import {
  type Case,
  type CaseStage,
  type CaseStudy,
  caseCaption,
  caseRemarks,
  describeStage,
} from './case-study.ts';

/** The figure as one HTML element with its style, to be opened by itself or put into a page. Ends in a line break. */
export function caseHtml(study: CaseStudy): string {
  return [
    '<figure class="case-study">',
    STYLE,
    `<figcaption>${escapeMarkup(caseCaption(study))}</figcaption>`,
    `<ul>${caseRemarks(study)
      .map((remark) => `<li>${escapeMarkup(remark)}</li>`)
      .join('')}</ul>`,
    ...study.cases.map(describe),
    '</figure>',
    '',
  ].join('\n');
}

function describe({ dataset, id, text, gold, stages }: Case): string {
  return [
    '<section>',
    `<h3>${escapeMarkup(`${dataset}: ${id}`)}</h3>`,
    '<dl>',
    `<dt>Instruction</dt><dd class="words">${escapeMarkup(stages[0]!.instruction)}</dd>`,
    `<dt>Input</dt><dd class="words">${escapeMarkup(text)}</dd>`,
    `<dt>Gold</dt><dd><code>${escapeMarkup(gold)}</code></dd>`,
    ...stages.map(describeOutput),
    '</dl>',
    '</section>',
  ].join('\n');
}

function describeOutput(stage: CaseStage): string {
  const verdict = stage.wrong.length > 0 ? 'wrong' : 'right';
  return `<dt>${escapeMarkup(stage.stage)} output</dt><dd><code>${dimEmptyFields(stage.output)}</code><p class="${verdict}">${escapeMarkup(describeStage(stage))}</p></dd>`;
}

/** Fields without a value are what SA does away with. */
function dimEmptyFields(output: string): string {
  return output
    .split(/("(?:[^"\\]|\\.)*": ?""(?:, ?)?)/)
    .map((piece, at) => (at % 2 === 1 ? `<s>${escapeMarkup(piece)}</s>` : escapeMarkup(piece)))
    .join('');
}

const STYLE = `<style>
.case-study { max-width: 60rem; margin: 2rem auto; padding: 0 1rem; font: 15px/1.45 system-ui, sans-serif; color: #1a1a1a; background: #fff; }
.case-study figcaption { font-weight: 600; }
.case-study section { border: 1px solid #c8c8c8; border-radius: 6px; padding: 0 1rem 1rem; margin-top: 1.2rem; }
.case-study dt { font-weight: 600; margin-top: .6rem; }
.case-study dd { margin: 0; overflow-wrap: anywhere; }
.case-study code { font-size: 13px; white-space: pre-wrap; }
.case-study s { color: #8a8a8a; text-decoration: none; }
.case-study p { margin: .1rem 0 0; }
.case-study p::before { content: "\\2717\\00a0"; }
.case-study p.wrong { color: #a3270f; }
.case-study p.right { color: #1d6b2f; }
.case-study p.right::before { content: "\\2713\\00a0"; }
</style>` as const;
