import { file, node, output, type Pipeline } from 'prouie';

/** Counts the words of a text with programs that every system has. Run it with `prouie run --pipeline examples/word-count/word-count.ts`. */
export const pipeline: Pipeline = (context) => {
  const words = node({
    name: 'words',
    step: 'command',
    params: { argv: ['sh', '-c', "tr -cs '[:alpha:]' '\\n' < {in:text} > {out:words}"] },
    inputs: { text: file(context.path('word-count.txt')) },
    outputs: { words: 'text' },
  });
  const counts = node({
    name: 'counts',
    step: 'command',
    params: { argv: ['sh', '-c', 'sort {in:words} | uniq -c | sort -rn'], stdout: 'counts' },
    inputs: { words: output(words, 'words') },
    outputs: { counts: 'text' },
    results: { 'word-counts.txt': 'counts' },
  });
  return [words, counts];
};
