import { readJson } from '../../uie/ordered-json.ts';
import { readExample } from '../../uie/record-json.ts';
import { TASKS } from '../../uie/records.ts';
import type { Format, RawSentence } from '../format.ts';
import { isFields, recordFits } from '../json-head.ts';
import { readLines } from '../source.ts';

/** Our own examples, as `prouie data import` writes them. Schema, split and id are given anew on import. */
export const format: Format = {
  name: 'examples',
  describe: 'one example a line, as `prouie data import` writes them',
  sample:
    '{"id":"a/test/1","dataset":"a","task":"ner","split":"test","text":"Anna smiled .","schema":{"types":["person"]},"gold":{"entities":[{"type":"person","text":"Anna"}]}}\n',
  tasks: ['ner', 're', 'ee'],
  recognise: (head) =>
    recordFits(
      head,
      ['lines'],
      ({ task, text, gold, schema }) =>
        TASKS.some((known) => known === task) &&
        typeof text === 'string' &&
        (isFields(gold) || isFields(schema)),
    ),
  async *read(sources) {
    for (const source of sources) {
      for await (const line of readLines(source)) {
        if (line.text.trim() === '') continue;
        const location = { file: source.path, line: line.number };
        const { id: sourceId, text, gold } = readExample(readJson(line.text, location), location);
        const { task: _, ...annotations } = gold;
        yield { text, location, sourceId, ...annotations } satisfies RawSentence;
      }
    }
  },
};
