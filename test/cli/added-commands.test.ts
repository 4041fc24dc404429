import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { addedCommandSummaries, loadCommandSource } from '../../src/cli/added-commands.ts';
import { temporaryFolder } from '../end-to-end/temporary-folder.ts';

describe('a file in the folder of commands', () => {
  test.each([
    ['exports nothing', 'const summary = 1;\nconsole.assert(summary === 1);'],
    ['has no line', 'export const run = () => 0;'],
    ['has no summary', "export const commandLine = { command: 'greet' };\nexport const run = () => 0;"],
    ['cannot be run', "export const commandLine = { command: 'greet', summary: 'Greets.' };"],
  ])('that %s is no command, and is listed as that', async (_, source) => {
    const packageRoot = temporaryFolder();
    mkdirSync(join(packageRoot, 'src/cli/commands'), { recursive: true });
    mkdirSync(join(packageRoot, 'node_modules'));
    writeFileSync(join(packageRoot, 'package.json'), '{"name": "prouie"}');
    writeFileSync(join(packageRoot, 'src/cli/commands/greet.ts'), source);
    await expect(loadCommandSource(packageRoot, 'greet')).rejects.toMatchObject({
      code: 'PROUIE_COMMAND_MODULE',
      hint: expect.stringContaining('docs/extending.md'),
    });
    const list = await addedCommandSummaries(packageRoot, []);
    expect(list).toEqual([['greet', 'cannot be loaded: src/cli/commands/greet.ts exports no command.']]);
  });
});
