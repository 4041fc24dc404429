import { type NodeDeclaration, node, output, type Pipeline } from 'prouie';
import { parse } from 'yaml';

interface Settings {
  readonly gate: string;
  /** Seconds that `left` may take. */
  readonly time?: number;
}

/** `left` and `right` stand alone, `above` needs `left`; each does what a test tells it to. */
export const pipeline: Pipeline = ({ profile }) => {
  const { gate, time } = parse(profile.text) as Settings;
  const steered = (
    name: string,
    inputs: NonNullable<NodeDeclaration['inputs']>,
    limit?: number,
  ): NodeDeclaration =>
    node({
      name,
      step: './steered',
      params: { name, gate },
      inputs,
      ...(limit === undefined ? {} : { resources: { time: limit } }),
    });
  const left = steered('left', {}, time);
  return [left, steered('right', {}), steered('above', { left: output(left, 'made') })];
};
