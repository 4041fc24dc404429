import type { ReportExample } from '../report-content.ts';
import { chooser } from './data-table.ts';
import { element } from './element.ts';
import { exampleCard, markLegend } from './example-card.ts';
import { formatCount } from './format.ts';
import type { ReportPage, View } from './report-page.ts';
import { settingLabel } from './stages.ts';

const PAGE_SIZE = 8;

interface Filter {
  setting: string;
  dataset: string;
  task: string;
  error: string;
  search: string;
  at: number;
}

/** The explorer: examples with every answer, by data set, variant, error class and words. */
export const examplesView: View = {
  id: 'examples',
  title: 'Examples',
  needsMeasures: true,
  render: (page) => {
    const { examples } = page.content;
    if (examples.settings.length === 0)
      return { content: [element('p', {}, 'No answers are in the store.')] };
    const form = element('form', {
      class: 'filters',
      role: 'search',
      'aria-label': 'Examples',
      submit: (event: Event) => event.preventDefault(),
    });
    const count = element('p', { role: 'status', 'aria-live': 'polite' });
    const list = element('div', { class: 'examples' });
    const pager = element('nav', { class: 'pager', 'aria-label': 'Pages of examples' });
    let filter = noFilter(examples.settings);
    const show = (): void => {
      const found = examples.examples.filter((example) => fits(page, example, filter));
      const from = filter.at * PAGE_SIZE;
      count.textContent = countText(page, found.length, from);
      list.replaceChildren(
        ...found.slice(from, from + PAGE_SIZE).map((example) => exampleCard(page, example, filter.setting)),
      );
      pager.replaceChildren(...pageButtons(found.length, filter.at, turn));
    };
    const change = (part: Partial<Filter>): void => {
      filter = { ...filter, at: 0, ...part };
      show();
    };
    const turn = (at: number): void => {
      change({ at });
      count.scrollIntoView();
    };
    const fillForm = (): void => form.replaceChildren(...fields(page, filter, change));
    fillForm();
    show();
    return {
      content: [markLegend(), form, count, list, pager],
      follow: (rest) => {
        if (rest === '') return;
        const wanted = Object.fromEntries(new URLSearchParams(rest));
        filter = { ...noFilter(examples.settings), ...wanted, at: 0 };
        fillForm();
        show();
      },
    };
  },
};

function noFilter(settings: readonly string[]): Filter {
  const setting = settings.find((name) => name === 'full' || name.startsWith('full,')) ?? settings[0]!;
  return { setting, dataset: '', task: '', error: '', search: '', at: 0 };
}

function fields(
  page: ReportPage,
  filter: Filter,
  change: (part: Partial<Filter>) => void,
): readonly HTMLElement[] {
  const { settings, classes, examples } = page.content.examples;
  const datasets = [...new Set(examples.map(({ dataset }) => dataset))];
  const tasks = [...new Set(examples.map(({ task }) => task))];
  const any = (words: readonly string[]): readonly (readonly [string, string])[] => [
    ['', 'all'],
    ...words.map((word) => [word, word] as const),
  ];
  const search = element('input', {
    type: 'search',
    value: filter.search,
    input: () => change({ search: search.value }),
  });
  return [
    element('label', { class: 'field wide' }, element('span', {}, 'Search in text, gold, answers'), search),
    chooser(
      'Answers of',
      settings.map((name) => [name, settingLabel(name)]),
      filter.setting,
      (setting) => change({ setting }),
    ),
    chooser('Data set', any(datasets), filter.dataset, (dataset) => change({ dataset })),
    chooser('Task', any(tasks), filter.task, (task) => change({ task })),
    chooser(
      'Errors',
      [
        ['', 'all'],
        ['none', 'all right'],
        ['any', 'any error'],
        ...[...classes].sort().map((name) => [name, name] as const),
      ],
      filter.error,
      (error) => change({ error }),
    ),
  ];
}

function fits(
  page: ReportPage,
  example: ReportExample,
  { setting, dataset, task, error, search }: Filter,
): boolean {
  const { settings, classes } = page.content.examples;
  if (dataset !== '' && example.dataset !== dataset) return false;
  if (task !== '' && example.task !== task) return false;
  const output = example.outputs[example.answers[settings.indexOf(setting)] ?? -1];
  if (output === undefined) return false;
  if (error === 'none' && output.wrong.length > 0) return false;
  if (error === 'any' && output.wrong.length === 0) return false;
  if (!['', 'none', 'any'].includes(error) && !output.wrong.some(([index]) => classes[index] === error))
    return false;
  if (search === '') return true;
  const words = search.toLowerCase();
  return [example.id, example.text, example.gold, output.text].some((text) =>
    text.toLowerCase().includes(words),
  );
}

function countText({ content }: ReportPage, found: number, from: number): string {
  const { examples, total } = content.examples;
  const range =
    found === 0
      ? 'No example fits'
      : `Examples ${from + 1} to ${Math.min(found, from + PAGE_SIZE)} of ${formatCount(found)}`;
  const left = total - examples.length;
  return `${range}.${left > 0 ? ` ${formatCount(left)} of ${formatCount(total)} were left out of this page to keep it small: \`prouie ui\` shows all.` : ''}`;
}

function pageButtons(found: number, at: number, turn: (at: number) => void): readonly HTMLElement[] {
  const last = Math.max(0, Math.ceil(found / PAGE_SIZE) - 1);
  const button = (label: string, to: number, disabled: boolean): HTMLElement =>
    element('button', { type: 'button', disabled, click: () => turn(to) }, label);
  if (last === 0) return [];
  return [
    button('First', 0, at === 0),
    button('Previous', at - 1, at === 0),
    element('span', {}, `Page ${at + 1} of ${last + 1}`),
    button('Next', at + 1, at === last),
    button('Last', last, at === last),
  ];
}
