import { file, node, output, type Pipeline, readSettings } from 'prouie';
import { z } from 'zod';

/** What there is to set: `--set least=3`, or `least: 3` in a file under `profiles/`. */
const SETTINGS = z.strictObject({ least: z.int().positive().default(2) });

/**
 * A pipeline: from what is there to a list of nodes. `prouie run` makes those that are stale, and no others.
 *
 * The first node counts words with the step beside this file, the second sorts them with a program of the system.
 */
export const pipeline: Pipeline = (context) => {
  const { least } = readSettings(context.profile, SETTINGS);
  const counted = node({
    name: 'words',
    step: './steps/frequent-words',
    params: { least },
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
