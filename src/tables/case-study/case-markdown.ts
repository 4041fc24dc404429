import { escapeMarkdown } from '../markdown.ts';
import { type Case, type CaseStudy, caseCaption, caseRemarks, describeStage } from './case-study.ts';

/** The figure as GitHub Markdown: the caption, the remarks, and a table a case. Ends in a line break. */
export function caseMarkdown(study: CaseStudy): string {
  const remarks = caseRemarks(study).map((remark) => `- ${escapeMarkdown(remark)}`);
  const parts = [
    `## ${escapeMarkdown(caseCaption(study))}`,
    remarks.join('\n'),
    ...study.cases.map(describe),
  ];
  return `${parts.join('\n\n')}\n`;
}

function describe({ dataset, id, text, gold, stages }: Case, index: number): string {
  const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [
    `### ${index + 1}. ${plain(`${dataset}: ${id}`)}\n`,
    `**Instruction** ${plain(stages[0]!.instruction)}\n`,
    `**Input** ${plain(text)}\n`,
    row(['', 'output', 'what is wrong']),
    row([':--', ':--', ':--']),
    row(['gold', code(gold), '']),
    ...stages.map((stage) => row([stage.stage, code(stage.output), plain(describeStage(stage))])),
  ].join('\n');
}

/** A code span inside a table; text with a backtick is written plainly instead. */
function code(text: string): string {
  const line = text.replace(/\s+/g, ' ');
  return line.includes('`') ? plain(line) : `\`${line.replaceAll('|', '\\|')}\``;
}

/** Text of an example, in which backticks mean nothing. */
function plain(text: string): string {
  return text.split('`').map(escapeMarkdown).join('\\`');
}
