import { type NodeDeclaration, node, output, type Pipeline } from 'prouie';
import { parse } from 'yaml';

/** Three layers of four nodes, each from two of the layer before. Each writes its name into the setting `side` when it runs. */
export const pipeline: Pipeline = ({ profile }) => {
  const { side } = parse(profile.text) as { readonly side: string };
  let before: NodeDeclaration[] = [];
  return ['low', 'middle', 'high'].flatMap((layer) => {
    const nodes = [0, 1, 2, 3].map((at): NodeDeclaration => {
      const name = `${layer}/${at}`;
      const from = before.filter((_, other) => other === at || other === (at + 1) % 4);
      const inputs = Object.fromEntries(
        from.map((producer, number) => [`${number}`, output(producer, 'lines')]),
      );
      const files = Object.keys(inputs).map((input) => `{in:${input}}`);
      return node({
        name,
        step: 'command',
        params: {
          argv: ['sh', '-c', `echo ${name} >> '${side}'; echo ${name}; cat ${files.join(' ')} < /dev/null`],
          stdout: 'lines',
        },
        inputs,
        outputs: { lines: 'text' },
      });
    });
    before = nodes;
    return nodes;
  });
};
