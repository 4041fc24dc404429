import { describe, expect, test } from 'vitest';
import { labelReader } from '../../src/corpora/labels.ts';
import { temporaryFolder, writeFiles } from '../temporary-folder.ts';
import { runData } from './data-run.ts';

const reader = labelReader({
  id: 'trees',
  schema: { task: 'ner', types: ['used for', 'oak', 'Oak-Tree', 'oak tree'] },
  labelMap: { 'USED-FOR': 'used for', 'No-Tree': '', LOST: 'gone' },
});
const respelt = true;

describe('a label of a source', () => {
  test('is read as it is written, by the label map first', () => {
    expect(reader.type('USED-FOR')).toEqual({ state: 'known', label: 'used for', respelt: false });
    expect(reader.type('oak')).toEqual({ state: 'known', label: 'oak', respelt: false });
    expect(reader.type('Oak-Tree')).toEqual({ state: 'known', label: 'Oak-Tree', respelt: false });
    expect(reader.type('No-Tree')).toEqual({ state: 'left-out', respelt: false });
  });

  test('is known in other case, with other hyphens, underscores and blanks', () => {
    for (const source of ['Used-for', 'used_for', 'UsedFor', 'USED  FOR'])
      expect(reader.type(source)).toEqual({ state: 'known', label: 'used for', respelt });
    expect(reader.type('no tree')).toEqual({ state: 'left-out', respelt });
  });

  test('is unknown where that leads to several labels or to none', () => {
    for (const source of ['OAK_TREE', 'lost', 'LOST', 'birch', 'oaks', '-'])
      expect(reader.type(source).state).toBe('unknown');
  });
});

describe('prouie data import of labels', () => {
  const row = (type: string): string =>
    `${JSON.stringify({
      tokens: ['trees', 'for', 'shade'],
      entities: [
        { type: 'Method', start: 0, end: 1 },
        { type: 'Task', start: 2, end: 3 },
      ],
      relations: [{ type, head: 0, tail: 1 }],
    })}`;
  const importTypes = async (...types: readonly string[]) => {
    const root = temporaryFolder();
    writeFiles(root, { 'mine/test.json': `[${types.map(row).join(',\n')}]` });
    return runData(root, 'import', 'SciERC', '--from', 'mine', '--out', 'out');
  };

  test('counts and shows those that are spelt differently', async () => {
    const { stdout, stderr } = await importTypes('Used-for', 'USED-FOR', 'part of', 'Part_Of');
    expect(stdout).toBe('test\t4\tout/test.jsonl\n');
    expect(stderr).toMatch(/^test: a label was read as the card’s that differs .* \(2\)$/m);
  });

  test('names all that are unknown at once, and the place of the first', async () => {
    const { error } = await importTypes('USED-FOR', 'SHADES', 'COVERS', 'SHADES', 'COVERS', 'GROWS');
    expect(error).toMatchObject({
      code: 'PROUIE_LABEL_UNKNOWN',
      message: 'The card SciERC knows no type "SHADES".',
      location: { line: 2 },
      hint: expect.stringMatching(/Also unknown in this split: type COVERS \(2\), type GROWS \(1\)\.$/),
    });
  });
});
