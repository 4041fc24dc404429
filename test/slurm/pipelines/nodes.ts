import { type NodeDeclaration, node, output, type Pipeline } from 'prouie';
import { parse } from 'yaml';

interface Settings {
  /** The socket where steered nodes ask what to do. */
  readonly gate?: string;
  readonly nodes: {
    readonly [name: string]: {
      /** A program that leaves the output `made`; a node without one is steered by the test. */
      readonly argv?: readonly string[];
      /** So many rows, made in shards; see `sharded.ts`. */
      readonly rows?: number;
      /** Whether the process that goes on from the shards is steered, too. */
      readonly steerEnd?: boolean;
      readonly resources?: NonNullable<NodeDeclaration['resources']>;
      readonly needs?: readonly string[];
      /** So many nodes of this kind, `name/0` and so on. */
      readonly count?: number;
    };
  };
}

/** The nodes that a test writes down in its settings. */
export const pipeline: Pipeline = ({ profile }) => {
  const { gate, nodes } = parse(profile.text) as Settings;
  return Object.entries(nodes).flatMap(
    ([base, { argv, rows, steerEnd = false, resources, needs = [], count }]) => {
      const names =
        count === undefined ? [base] : Array.from({ length: count }, (_, index) => `${base}/${index}`);
      const kindOf = (name: string): Pick<NodeDeclaration, 'step' | 'params' | 'outputs'> => {
        if (rows !== undefined)
          return {
            step: './sharded',
            params: { name, rows, steerEnd, ...(gate === undefined ? {} : { gate }) },
          };
        if (argv === undefined)
          return {
            step: './../../end-to-end/pipelines/steered',
            params: { name, gate: gate ?? '' },
          };
        return {
          step: 'command',
          params: { argv: argv.map((word) => word.replaceAll('NODE', name)) },
          outputs: { made: 'text' },
        };
      };
      return names.map((name) =>
        node({
          name,
          ...kindOf(name),
          inputs: Object.fromEntries(needs.map((need) => [need, output(need, 'made')])),
          ...(resources === undefined ? {} : { resources }),
        }),
      );
    },
  );
};
