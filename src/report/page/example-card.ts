/** One example: its text with the spans of gold and answer, and what the stages wrote side by side. */
import type { ErrorItem } from '../../uie/errors/error-class.ts';
import type { Example } from '../../uie/records.ts';
import type { ReportExample } from '../report-content.ts';
import { readAnswer, readExample } from './answer.ts';
import { element } from './element.ts';
import { plural, taskName } from './format.ts';
import { cutText, type TextPiece } from './marked-text.ts';
import type { ReportPage } from './report-page.ts';
import { settingLabel, stagesOf } from './stages.ts';

/** Of the stages these stand side by side, as in the paper's Figure 9. */
const SIDE_BY_SIDE = ['CM', 'CM+SA', 'CM+SA+DE'];

export function exampleCard(page: ReportPage, shown: ReportExample, setting: string): HTMLElement {
  const { settings, schemas } = page.content.examples;
  const example = readExample(shown, schemas);
  const outputOf = (name: string): string | undefined =>
    shown.outputs[shown.answers[settings.indexOf(name)] ?? -1]?.text;
  const output = outputOf(setting);
  const stages = stagesOf(settings).filter(({ label }) => SIDE_BY_SIDE.includes(label));
  const beside = [
    ...new Set([...(stages.length === 0 ? [] : stages.map((stage) => stage.setting)), setting]),
  ].filter((name) => outputOf(name) !== undefined);
  return element(
    'article',
    { class: 'example' },
    element(
      'h4',
      {},
      element('bdi', {}, shown.id),
      element('span', { class: 'quiet' }, ` ${shown.dataset}, ${taskName(shown.task)}`),
    ),
    example === undefined || output === undefined
      ? element('p', { class: 'example-text' }, element('bdi', {}, shown.text))
      : markedText(cutText(example.text, example.gold, readAnswer(example, output).structure)),
    element('details', {}, element('summary', {}, 'Gold'), element('pre', { tabindex: 0 }, shown.gold)),
    element(
      'div',
      { class: 'side-by-side' },
      ...beside.map((name) => answerColumn(example, settingLabel(name), outputOf(name)!, name === setting)),
    ),
  );
}

function answerColumn(
  example: Example | undefined,
  label: string,
  output: string,
  chosen: boolean,
): HTMLElement {
  return element(
    'section',
    { class: chosen ? 'answer chosen' : 'answer' },
    element('h5', {}, label),
    element('pre', { tabindex: 0 }, element('bdi', {}, output)),
    example === undefined ? null : verdictList(example, output),
  );
}

function verdictList(example: Example, output: string): HTMLElement {
  const { wrong, malformed } = readAnswer(example, output);
  if (wrong.length === 0) return element('p', { class: 'right' }, '✓ all right');
  return element(
    'div',
    {},
    element(
      'p',
      { class: 'wrong' },
      `✗ ${plural(wrong.length, 'wrong item')}${malformed ? ', malformed' : ''}`,
    ),
    element('ul', {}, ...wrong.map((item) => element('li', {}, ...describeItem(item)))),
  );
}

function describeItem({ class: name, metric, gold, answer }: ErrorItem): readonly (Node | string)[] {
  const parts = (item: readonly string[]): Node => element('bdi', {}, item.join(' · '));
  return [
    `${metric}, ${name}: `,
    ...(gold === null ? [] : ['gold ', parts(gold)]),
    ...(gold === null || answer === null ? [] : ['; ']),
    ...(answer === null ? [] : ['answer ', parts(answer)]),
  ];
}

/** Gold is underlined, the answer has a ground; what agrees has both. Labels stand behind the words. */
function markedText(pieces: readonly TextPiece[]): HTMLElement {
  return element('p', { class: 'example-text', dir: 'auto' }, ...pieces.map(markedPiece));
}

function markedPiece({ text, gold, answer }: TextPiece): Node | string {
  if (gold.length === 0 && answer.length === 0) return element('bdi', {}, text);
  const agree = gold.length > 0 && gold.join('\n') === answer.join('\n');
  const told = agree
    ? [`✓ ${gold.join(', ')}`]
    : [
        ...(gold.length === 0 ? [] : [`gold ${gold.join(', ')}`]),
        ...(answer.length === 0 ? [] : [`answer ${answer.join(', ')}`]),
      ];
  const kind = [gold.length === 0 ? '' : 'gold', answer.length === 0 ? '' : 'answer', agree ? 'agree' : ''];
  return element(
    'mark',
    { class: kind.join(' ').trim() },
    element('bdi', {}, text),
    element('small', {}, ` ${told.join('; ')}`),
  );
}

export function markLegend(): HTMLElement {
  return element(
    'ul',
    { class: 'legend' },
    element('li', {}, element('mark', { class: 'gold' }, 'gold only')),
    element('li', {}, element('mark', { class: 'answer' }, 'answer only')),
    element('li', {}, element('mark', { class: 'gold answer' }, 'both, with other labels')),
    element('li', {}, element('mark', { class: 'gold answer agree' }, '✓ both agree')),
  );
}
