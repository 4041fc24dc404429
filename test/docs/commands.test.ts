import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { outputPattern, readPages, type ShellBlock, shellBlocks } from './page.ts';
import { type DocsWorkspace, openDocsWorkspace } from './workspace.ts';

/** Commands that are not run here, with the reason. */
const ELSEWHERE: { readonly [commands: string]: string } = {
  'npm ci && npm start': 'installs 350 MB and runs the recipe in full; `.ci/run` does both in a fresh clone',
  'npm test': 'runs this test',
  '.ci/run': 'runs this test',
};

const blocks = readPages().flatMap(shellBlocks);
const typed = blocks.filter(({ commands }) => ELSEWHERE[commands.trim()] === undefined);
let workspace: DocsWorkspace;

beforeAll(() => {
  workspace = openDocsWorkspace();
  const { code, output } = workspace.type('prouie run --tables');
  if (code !== 0) throw new Error(output);
}, 180_000);
afterAll(() => workspace.remove());

describe('the commands of the pages, in a clone', () => {
  test('the pages have commands, and those that are run elsewhere are still there', () => {
    expect(typed.length).toBeGreaterThan(20);
    for (const commands of Object.keys(ELSEWHERE))
      expect(blocks.map((block) => block.commands.trim())).toContain(commands);
  });

  test.each(typed.map((block) => [title(block), block] as const))(
    '%s',
    (_, { commands, output: shown }) => {
      const { code, output } = workspace.type(commands);
      expect({ code, output }).toMatchObject({ code: 0 });
      if (shown !== undefined) expect(output).toMatch(outputPattern(shown));
    },
    120_000,
  );
});

function title({ place, commands }: ShellBlock): string {
  const [first, ...more] = commands.trim().split('\n');
  return `${place} runs: ${first!.slice(0, 90)}${more.length > 0 ? ` (and ${more.length} more)` : ''}`;
}
