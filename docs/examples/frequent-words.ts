import { file, node, output, type Pipeline } from 'prouie';
import { parse } from 'yaml';

/**
 * The frequent words of a text, by a step of its own. `--set least=3` changes its setting:
 * `prouie run --pipeline docs/examples/frequent-words.ts --set least=3`.
 */
export const pipeline: Pipeline = (context) => {
  const settings = (parse(context.profile.text) ?? {}) as { readonly least?: number };
  const counted = node({
    name: 'words',
    step: './steps/count-words',
    params: { least: settings.least ?? 2 },
    inputs: { text: file(context.path('word-count.txt')) },
  });
  const listed = node({
    name: 'list',
    step: 'command',
    params: { argv: ['sort', '-r', '{in:list}'], stdout: 'sorted' },
    inputs: { list: output(counted, 'list') },
    outputs: { sorted: 'text' },
    results: { 'frequent-words.txt': 'sorted' },
  });
  return [counted, listed];
};
