import { file, type NodeDeclaration, node, output, type Pipeline } from 'prouie';
import { parse } from 'yaml';

const KINDS = ['text', 'lines', 'json', 'table', 'folder'] as const;

/**
 * Rows of patches, each sewn from two of the row below; the lowest row is made of the file `yarn.txt` where `prouie` was
 * called. Programs weigh the last row, and one weight is copied under `results/`.
 */
export const pipeline: Pipeline = ({ profile }) => {
  const { rows = 8, columns = 7 } = (parse(profile.text) ?? {}) as { rows?: number; columns?: number };
  const name = (row: number, column: number): string => `patch/${row}/${column % columns}`;
  const patches = Array.from({ length: rows * columns }, (_, at): NodeDeclaration => {
    const [row, column] = [Math.floor(at / columns), at % columns];
    return node({
      name: name(row, column),
      step: './patch',
      params: { name: name(row, column), seed: 1 },
      inputs:
        row === 0
          ? { yarn: file('yarn.txt') }
          : {
              'patch/left': output(name(row - 1, column), KINDS[at % KINDS.length]!),
              'patch/right': output(name(row - 1, column + 1), 'lines'),
            },
    });
  });
  const weights = Array.from(
    { length: Math.min(3, columns) },
    (_, column): NodeDeclaration =>
      node({
        name: `weight/${column}`,
        step: 'command',
        params: { argv: ['sh', '-c', 'cat {in:lines} {in:folder}/edge.txt | wc -c'], stdout: 'bytes' },
        inputs: {
          lines: output(name(rows - 1, column), 'lines'),
          folder: output(name(rows - 1, column), 'folder'),
        },
        outputs: { bytes: 'text' },
        ...(column === 0 ? { results: { 'weight.txt': 'bytes' } } : {}),
      }),
  );
  return [...patches, ...weights];
};
