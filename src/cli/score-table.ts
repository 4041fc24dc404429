/** Scores for people: one block a profile, one row a data set and metric, figures in percent with two decimals. */
import { displayWidth, fitWidth, padWidth } from '../text-width.ts';
import type { ProfileScore } from '../uie/score.ts';

const HEADS = [
  'data set',
  'task',
  'examples',
  'malformed',
  'metric',
  'tp',
  'fp',
  'fn',
  'precision',
  'recall',
  'f1',
] as const;
/** Columns of text; all others hold numbers. */
const TEXTS: readonly string[] = ['data set', 'task', 'metric'];
const NAME_WIDTH = 32;

export function formatScores(scores: ReadonlyMap<string, ProfileScore>): string {
  const blocks = [...scores].map(([profile, score]) => `profile ${profile}\n\n${formatRows(rowsOf(score))}`);
  return blocks.join('\n');
}

type Row = readonly string[];

function rowsOf(score: ProfileScore): readonly Row[] {
  const rows: Row[] = [];
  for (const [dataset, { task, examples, malformed, metrics }] of score.datasets) {
    let head: Row = [fitWidth(dataset, NAME_WIDTH), task, String(examples), String(malformed)];
    for (const [metric, { tp, fp, fn, precision, recall, f1 }] of Object.entries(metrics)) {
      const figures = [precision, recall, f1].map((figure) => figure.toFixed(2));
      rows.push([...head, metric, String(tp), String(fp), String(fn), ...figures]);
      head = ['', '', '', ''];
    }
  }
  let name = 'average';
  for (const [metric, f1] of Object.entries(score.average)) {
    rows.push([name, '', '', '', metric, '', '', '', '', '', f1.toFixed(2)]);
    name = '';
  }
  return rows;
}

function formatRows(rows: readonly Row[]): string {
  const widths = HEADS.map((head, column) =>
    Math.max(head.length, ...rows.map((row) => displayWidth(row[column]!))),
  );
  const write = (row: Row): string => {
    const cells = row.map((cell, column) =>
      padWidth(cell, widths[column]!, TEXTS.includes(HEADS[column]!) ? 'end' : 'start'),
    );
    return `${cells.join('  ').trimEnd()}\n`;
  };
  return [HEADS, widths.map((width) => '─'.repeat(width)), ...rows].map(write).join('');
}
