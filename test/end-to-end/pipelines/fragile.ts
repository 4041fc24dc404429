import { node, output, type Pipeline } from 'prouie';
import { parse } from 'yaml';

/**
 * `broken` fails with code 3 until there is a file `mended` in the folder of the setting `side`; `above` and `top` hang on
 * it, `sound` stands alone.
 */
export const pipeline: Pipeline = ({ profile }) => {
  const { side } = parse(profile.text) as { readonly side: string };
  const broken = node({
    name: 'broken',
    step: 'command',
    params: {
      argv: ['sh', '-c', `test -e '${side}/mended' || { echo out of yeast >&2; exit 3; }; echo bread`],
      stdout: 'bread',
    },
    outputs: { bread: 'text' },
  });
  const above = node({
    name: 'above',
    step: 'command',
    params: { argv: ['cat', '{in:bread}'], stdout: 'slice' },
    inputs: { bread: output(broken, 'bread') },
    outputs: { slice: 'text' },
  });
  const top = node({
    name: 'top',
    step: 'command',
    params: { argv: ['cat', '{in:slice}'], stdout: 'crumbs' },
    inputs: { slice: output(above, 'slice') },
    outputs: { crumbs: 'text' },
  });
  const sound = node({
    name: 'sound',
    step: 'command',
    params: { argv: ['echo', 'butter'], stdout: 'butter' },
    outputs: { butter: 'text' },
  });
  return [broken, above, top, sound];
};
