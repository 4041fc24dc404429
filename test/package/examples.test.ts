import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { outputPattern, shellBlocks } from '../docs/page.ts';
import { copyExample, packageRoot } from './empty-folder.ts';

const names = readdirSync(join(packageRoot, 'examples'), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);
const readme = (name: string): string =>
  readFileSync(join(packageRoot, 'examples', name, 'README.md'), 'utf8');

describe('the examples', () => {
  test('are all on their page, each with a page of its own that has commands', () => {
    const page = readFileSync(join(packageRoot, 'examples', 'README.md'), 'utf8');
    expect(names.length).toBeGreaterThan(3);
    for (const name of names) {
      expect(page).toContain(`| [${name}](${name}) |`);
      expect(shellBlocks({ path: name, text: readme(name) }).length).toBeGreaterThan(0);
    }
  });

  test.each(names)('%s does in an empty folder what its page says', (name) => {
    const folder = copyExample(name);
    for (const { place, commands, output: shown } of shellBlocks({ path: name, text: readme(name) })) {
      const { code, output } = folder.type(commands);
      expect({ place, code, output }).toMatchObject({ code: 0 });
      if (shown !== undefined) expect(output, place).toMatch(outputPattern(shown));
    }
  });
});
