import { Store } from '../../src/store/store.ts';
import { type SmallNode, storeContent, writeNodes } from '../catalog/small-store.ts';

/** Texts that would break a page which is put together from strings. */
export const HOSTILE = {
  script: '</script><img src=x onerror="document.title=\'broken\'"><script>document.title="broken"</script>',
  comment: '<!-- <script> --!> ]]> &lt;b&gt;',
  lines: 'first\u2028second\u2029third',
  bidi: '\u202Etxet desrever\u202C and \u2067isolated',
} as const;

/** A store whose corpora, answers, names and reasons are hostile. */
export function writeHostileStore(root: string): Store {
  const store = new Store(root);
  store.prepare();
  const texts = Object.values(HOSTILE);
  const examples = texts.map((text, index) => ({
    id: `${index} ${text}`,
    dataset: 'Hostile',
    task: 'ner',
    split: 'test',
    text,
    schema: { types: [HOSTILE.script] },
    gold: { entities: [{ type: HOSTILE.script, text: text.slice(0, 12) }] },
  }));
  const lines = (rows: readonly object[]): string => rows.map((row) => `${JSON.stringify(row)}\n`).join('');
  const answers = examples.map(({ id }) => ({
    id,
    output: JSON.stringify({ [HOSTILE.script]: HOSTILE.comment }),
  }));
  const tags = { variant: HOSTILE.comment, seed: 1, dataset: 'Hostile', task: 'ner', engine: HOSTILE.script };
  const assumption = {
    name: HOSTILE.script,
    about: HOSTILE.comment,
    value: HOSTILE.bidi,
    alternatives: [HOSTILE.lines],
    reason: HOSTILE.script,
    setting: null,
    compared: null,
  };
  const nodes: readonly SmallNode[] = [
    {
      name: `data/${HOSTILE.comment}`,
      step: 'import',
      tags: { relation: 'examples', dataset: 'Hostile' },
      outputs: { examples: storeContent(store, 'text', lines(examples)) },
      seconds: 1,
    },
    {
      name: 'predict/hostile',
      step: 'predict',
      tags: { ...tags, relation: 'predictions' },
      outputs: { predictions: storeContent(store, 'text', lines(answers)) },
      seconds: 2,
    },
    {
      name: 'assumptions',
      step: 'assume',
      tags: { relation: 'assumptions' },
      outputs: { assumptions: storeContent(store, 'json', JSON.stringify([assumption])) },
    },
    { name: `broken/${HOSTILE.script}`, step: HOSTILE.script, status: 'failed' },
  ];
  writeNodes(root, nodes);
  return store;
}
