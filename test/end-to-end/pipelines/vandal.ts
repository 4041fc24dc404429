import { node, output, type Pipeline } from 'prouie';
import { parse } from 'yaml';

/**
 * `vase` makes something, `vandal` runs the setting `deed` on it once it is published, and `visitor` reads it after that.
 */
export const pipeline: Pipeline = ({ profile }) => {
  const { deed } = parse(profile.text) as { readonly deed: string };
  const vase = node({
    name: 'vase',
    step: 'command',
    params: { argv: ['echo', 'a vase'], stdout: 'vase' },
    outputs: { vase: 'text' },
  });
  const vandal = node({
    name: 'vandal',
    step: 'command',
    params: { argv: ['sh', '-c', `f={in:vase}; ${PUBLISHED}; ${deed}; echo done`], stdout: 'note' },
    inputs: { vase: output(vase, 'vase') },
    outputs: { note: 'text' },
  });
  const visitor = node({
    name: 'visitor',
    step: 'command',
    params: { argv: ['cat', '{in:vase}', '{in:note}'], stdout: 'view' },
    inputs: { vase: output(vase, 'vase'), note: output(vandal, 'note') },
    outputs: { view: 'text' },
  });
  return [vase, vandal, visitor];
};

const PUBLISHED = 'until ls "$(dirname $f)"/../../records/*/*.json; do sleep 0.01; done > /dev/null 2>&1';
