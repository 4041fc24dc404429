import { describe, expect, test } from 'vitest';
import { sharedWorkplace } from './workplace.ts';

describe('graph', () => {
  const words = sharedWorkplace('wordCount');
  const letters = sharedWorkplace();

  test('draws a tree of everything', async () => {
    expect(await words.ok('graph')).toBe('counts command\n└─ words command\n');
    expect(await letters.ok('graph', 'sorted', 'corpus')).toBe(
      ['total command', '└─ sorted command', '   └─ letters command', 'corpus command, absent', ''].join(
        '\n',
      ),
    );
  });

  test('follows a plus to all that a node is made from', async () => {
    expect(await letters.ok('graph', '+total')).toBe(
      'total command\n└─ sorted command\n   └─ letters command\n',
    );
    expect(await letters.ok('graph', 'total')).toBe('total command\n└─ sorted command\n');
  });

  test('draws Mermaid and DOT', async () => {
    expect(await words.ok('graph', '--format', 'mermaid')).toBe(
      'flowchart LR\n  n0["words"]\n  n1["counts"]\n  n0 --> n1\n',
    );
    expect(await words.ok('graph', '--format', 'dot')).toMatch(
      /^digraph prouie \{\n.*n0 \[label="words"\];\n.*n0 -> n1;\n\}\n$/s,
    );
  });

  test('as JSON lists nodes, and each use of an output as an edge', async () => {
    expect(JSON.parse(await words.ok('graph', '--format', 'json'))).toEqual({
      schemaVersion: 1,
      nodes: [
        { name: 'words', step: 'command', outputs: { words: 'text' }, tags: {}, absent: null },
        { name: 'counts', step: 'command', outputs: { counts: 'text' }, tags: {}, absent: null },
      ],
      edges: [{ from: 'words', output: 'words', to: 'counts', input: 'words' }],
    });
    expect((await letters.json('graph', 'corpus'))['nodes']).toMatchObject([
      { absent: 'there is no such corpus' },
    ]);
  });

  test('draws only what lies between two ends, and says where nothing does', async () => {
    expect(await letters.ok('graph', '--between', 'letters', 'total')).toBe(
      'total command\n└─ sorted command\n   └─ letters command\n',
    );
    const backwards = await letters.prouie('graph', '--between', 'total', 'letters');
    expect(backwards.code).toBe(2);
    expect(backwards.stderr).toContain('No way leads from "total" to "letters".');
    expect((await letters.prouie('graph', '--between', 'total')).stderr).toContain(
      '--between takes two ends.',
    );
  });

  test('folds the recipe of the paper onto screens, and unfolds it when asked', async () => {
    const folded = await words.bare('graph', '+table/2');
    expect(folded.stdout).toMatch(/score\/full\/\{\d+ datasets\} score/);
    expect(folded.stderr).toMatch(/^\d+ nodes, folded into \d+; --all shows each, --stages the stages\.\n$/);
    expect((await words.bare('graph', '+table/2', '--all')).stdout).toContain('score/full/');
    expect(folded.stdout.split('\n').length).toBeLessThan(100);
    const stages = await words.bare('graph', '+table/2', '--stages');
    expect(stages.stderr).toBe('');
    expect(stages.stdout).toMatch(
      /sa \(\d\).*\n.*cm3 \(\d\).*\n.*cm2 \(\d\).*\n.*cm1 \(\d\).*\n.*synthesize \(\d+\)/,
    );
  });

  test('refuses a format that it does not know, and a node that is not there', async () => {
    expect((await words.prouie('graph', '--format', 'mermade')).stderr).toContain('Did you mean "mermaid"?');
    expect((await words.prouie('graph', 'word')).stderr).toContain('Did you mean "words"?');
  });
});
