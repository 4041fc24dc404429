import type { Format } from '../format.ts';
import { firstLines } from '../head-lines.ts';
import { malformed } from '../malformed.ts';
import { markedSentence } from '../marked-text.ts';
import { readLines } from '../source.ts';

const ROW = /^(?!\d+\s)[^\s"<>][^\t"<>]*\t.*<e[12]>/;

/** One relation a line: label with direction, tab, sentence with marked arguments. */
export const format: Format = {
  name: 'semeval-tsv',
  describe: 'label with direction, tab, sentence with <e1> and <e2>; one a line',
  sample: 'Cause-Effect(e2,e1)\tThe <e1> flood </e1> came from the <e2> storm </e2>.\n',
  tasks: ['re'],
  recognise: (head) => {
    const lines = firstLines(head, 20);
    return lines.length > 0 && lines.every((line) => ROW.test(line));
  },
  async *read(sources) {
    for (const source of sources) {
      for await (const line of readLines(source)) {
        if (line.text.trim() === '') continue;
        const location = { file: source.path, line: line.number };
        const tab = line.text.indexOf('\t');
        if (tab < 0) throw malformed('Expected a label, a tab and a sentence, found no tab.', location);
        yield markedSentence(line.text.slice(tab + 1), line.text.slice(0, tab), location);
      }
    }
  },
};
