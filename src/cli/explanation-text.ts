/** What became of one answer, for people: the example, what the decoder had to mend, and every item by profile and metric. */
import { displayWidth, padWidth } from '../text-width.ts';
import type { Answer } from '../uie/answers.ts';
import type { Decoded, Repair } from '../uie/decode.ts';
import type { ExplainedItem, MetricExplanation } from '../uie/explanation.ts';
import type { Structure } from '../uie/records.ts';
import type { ScorerProfile } from '../uie/scorers/profile.ts';
import { oneLine } from './one-line.ts';
import { type Paint, paint, type Terminal } from './terminal.ts';
import { labelledLines, labelledText, NARROWEST, wrapText } from './wrapped-text.ts';

export interface ProfileExplanation {
  readonly profile: ScorerProfile;
  readonly metrics: readonly MetricExplanation[];
}

type Page = Pick<Terminal, 'colour' | 'width'>;

const REPAIRS: Readonly<Record<Repair, string>> = {
  thinking: 'text up to </think> was passed over',
  fence: 'the content of a code fence was taken',
  surroundings: 'text around the JSON object was passed over',
  unclosed: 'open strings and brackets were closed',
  cut: 'an unfinished entry at the end was left out',
  'unknown-key': 'a type outside the schema was kept',
};

const PAINTS: Readonly<Record<ExplainedItem['verdict'], Paint>> = {
  hit: 'green',
  miss: 'yellow',
  'false alarm': 'red',
  repeated: 'dim',
  dropped: 'dim',
};

/** Parts side by side in this many columns at most; longer ones push the rest of their line to the right. */
const WIDEST_PART = 28;
const LABEL_WIDTH = 8;
const VERDICT_WIDTH = 11;
/** Where the parts of an item begin. */
const ITEM_INDENT = 4 + VERDICT_WIDTH + 2;

export function formatExplanation(
  answer: Answer,
  explanations: readonly ProfileExplanation[],
  page: Page,
): string {
  const { example, output, decoded } = answer;
  const labelled = (label: string, all: readonly string[]): readonly string[] =>
    labelledLines(label, all, LABEL_WIDTH);
  const texts = (label: string, text: string): readonly string[] =>
    labelledText(label, oneLine(text), LABEL_WIDTH, page.width);
  const lines = [
    `${paint(page, 'bold', oneLine(example.id))} of ${oneLine(example.dataset)} (${example.task}, ${example.split})`,
    '',
    ...texts('text', example.text),
    ...labelled('gold', describeStructure(example.gold)),
    ...texts('output', output),
    ...labelled('mended', describeRepairs(decoded)),
    ...explanations.flatMap((explanation) => ['', ...describeProfile(explanation, answer, page)]),
  ];
  return lines.map((line) => `${line}\n`).join('');
}

function describeStructure(structure: Structure): readonly string[] {
  const rows = rowsOf(structure);
  return rows.length === 0 ? ['nothing'] : alignParts(rows);
}

/** One row an item; of an event a row for each argument, type and trigger in the first. */
function rowsOf(structure: Structure): readonly (readonly string[])[] {
  switch (structure.task) {
    case 'ner':
      return structure.entities.map(({ type, text }) => [type, text]);
    case 're':
      return structure.relations.map(({ type, head, tail }) => [type, head, tail]);
    case 'ee':
      return structure.events.flatMap(({ type, trigger, arguments: all }) => {
        if (all.length === 0) return [[type, trigger]];
        return all.map(({ role, text }, index) => [
          ...(index === 0 ? [type, trigger] : ['', '']),
          `${role}: ${text}`,
        ]);
      });
  }
}

function describeRepairs({ malformed, repairs }: Decoded): readonly string[] {
  if (malformed) return ['malformed: no JSON object could be read'];
  return repairs.length === 0 ? ['nothing'] : repairs.map((repair) => REPAIRS[repair]);
}

function describeProfile(
  { profile, metrics }: ProfileExplanation,
  { example: { task } }: Answer,
  page: Page,
): readonly string[] {
  const { name, summary, normalisation } = profile;
  const title = `${paint(page, 'bold', name)}: ${summary}`;
  if (metrics.length === 0) return [title, `  does not score ${task}`];
  return [
    title,
    `  normalisation: ${normalisation}`,
    ...metrics.flatMap((metric) => describeMetric(metric, page)),
  ];
}

/** Remarks stand in a column of their own where they fit, else each below its item. */
function describeMetric({ metric, counts, items }: MetricExplanation, page: Page): readonly string[] {
  const { tp, fp, fn } = counts;
  const title = `  ${metric}: tp ${tp}, fp ${fp}, fn ${fn}`;
  const parts = alignParts(items.map(({ from }) => from));
  const remarks = items.map(remarkOn);
  const partsWidth = widest(parts);
  const areBeside = ITEM_INDENT + partsWidth + 2 + widest(remarks) <= page.width;
  const lines = items.flatMap(({ verdict }, index) => {
    const head = `    ${paint(page, PAINTS[verdict], verdict.padEnd(VERDICT_WIDTH))}  `;
    const remark = remarks[index]!;
    if (remark === '') return [head + parts[index]!];
    if (areBeside)
      return [`${head}${padWidth(parts[index]!, partsWidth, 'end')}  ${paint(page, 'dim', remark)}`];
    const below = wrapText(remark, Math.max(NARROWEST, page.width - ITEM_INDENT - 2));
    const indent = ' '.repeat(ITEM_INDENT + 2);
    return [head + parts[index]!, ...below.map((text) => indent + paint(page, 'dim', text))];
  });
  return [title, ...lines];
}

/** What the item's own parts do not say: how it was compared, which gold item it meets, why it was dropped. */
function remarkOn({ side, from, as = from, meets = from, why }: ExplainedItem): string {
  if (why !== undefined) return side === 'gold' ? `gold; ${why}` : why;
  const [written, compared, gold] = [from, as, meets].map(joinParts);
  const remarks: string[] = [];
  if (compared !== written) remarks.push(`compared as ${compared}`);
  if (gold !== written && gold !== compared) remarks.push(`gold ${gold}`);
  return remarks.join('; ');
}

function joinParts(parts: readonly string[]): string {
  return parts.map(oneLine).join(' | ');
}

/** Rows of parts as columns; a row may have fewer parts than others. */
function alignParts(rows: readonly (readonly string[])[]): readonly string[] {
  const clean = rows.map((row) => row.map(oneLine));
  const widths: number[] = [];
  for (const row of clean) {
    for (const [column, part] of row.slice(0, -1).entries())
      widths[column] = Math.max(widths[column] ?? 0, Math.min(WIDEST_PART, displayWidth(part)));
  }
  return clean.map((row) =>
    row
      .map((part, column) => (column < row.length - 1 ? padWidth(part, widths[column]!, 'end') : part))
      .join('  ')
      .trimEnd(),
  );
}

function widest(texts: readonly string[]): number {
  return texts.reduce((most, text) => Math.max(most, displayWidth(text)), 0);
}
