import { file, node, output, type Pipeline } from 'prouie';
import { parse } from 'yaml';

/**
 * A pipeline: from what is there to a list of nodes. `prouie run` makes those that are stale, and no others.
 *
 * The first node counts words with the step beside this file, the second sorts them with a program of the system.
 */
export const pipeline: Pipeline = (context) => {
  // `--set least=3` changes this setting for one command.
  const settings = (parse(context.profile.text) ?? {}) as { readonly least?: number };
  const counted = node({
    name: 'words',
    step: './steps/frequent-words',
    params: { least: settings.least ?? 2 },
    inputs: { text: file(context.path('words.txt')) },
  });
  const sorted = node({
    name: 'list',
    step: 'command',
    params: { argv: ['sort', '-r', '{in:list}'], stdout: 'sorted' },
    inputs: { list: output(counted, 'list') },
    outputs: { sorted: 'text' },
    // A copy for you: results/default/frequent-words.txt
    results: { 'frequent-words.txt': 'sorted' },
  });
  return [counted, sorted];
};
