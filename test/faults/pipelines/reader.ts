import { file, node, output, type Pipeline } from 'prouie';
import { parse } from 'yaml';

/**
 * `before` and `reading` do what a test tells them; `reading` and `copy` need the file `letter.txt`, `after` the copy. With
 * one job, `before` comes first.
 */
export const pipeline: Pipeline = ({ profile }) => {
  const { gate } = parse(profile.text) as { readonly gate: string };
  const steered = '../../end-to-end/pipelines/steered';
  const before = node({ name: 'before', step: steered, params: { name: 'before', gate }, weight: 1000 });
  const reading = node({
    name: 'reading',
    step: steered,
    params: { name: 'reading', gate },
    inputs: { letter: file('letter.txt') },
  });
  const copy = node({
    name: 'copy',
    step: 'command',
    params: { argv: ['cat', '{in:letter}'], stdout: 'copy' },
    inputs: { letter: file('letter.txt') },
    outputs: { copy: 'text' },
  });
  const after = node({
    name: 'after',
    step: 'command',
    params: { argv: ['cat', '{in:copy}'], stdout: 'copy' },
    inputs: { copy: output(copy, 'copy') },
    outputs: { copy: 'text' },
  });
  return [before, reading, copy, after];
};
