import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { run as tables } from '../../src/cli/commands/tables.ts';
import { main } from '../../src/cli/main.ts';
import { runCommand } from './command-run.ts';

const packageRoot = join(import.meta.dirname, '..', '..');
const prouie = (...words: readonly string[]) => runCommand((argv, io) => main(argv, io, packageRoot), words);

describe('somebody who asks for a figure as if it were a command', () => {
  it.each([
    ['figure-9', '`prouie run figure/9`', 'results/<profile>/figure-9.md'],
    ['figure/3', '`prouie run figure/3`', 'results/<profile>/figure-3.md'],
    ['figures', '`prouie run figure/3 figure/9`', 'results/<profile>/figure-3.md and'],
    ['figure-7', 'Figures that are made: 3 and 9', 'docs/figures.md'],
  ])('is told by `prouie %s` what to type and what to read', async (word, command, file) => {
    const { code, stdout, stderr } = await prouie(word);
    expect([code, stdout]).toEqual([2, '']);
    const line = stderr.replace(/\s+/g, ' ');
    expect(line).toContain(`There is no command "${word}".`);
    expect(line).toContain(command);
    expect(line).toContain(file);
  });

  it('is told the same by `prouie tables`', async () => {
    const { error } = await runCommand((argv, io) => tables(argv, io, { packageRoot }), ['figure-3']);
    expect(error).toMatchObject({
      code: 'PROUIE_TABLE_UNKNOWN',
      hint: 'Make the figure with `prouie run figure/3`, then read results/<profile>/figure-3.md.',
    });
  });
});

describe('other words', () => {
  it('are no figures', async () => {
    expect((await prouie('rnu')).stderr).toContain('Did you mean "run"?');
    const { error } = await runCommand((argv, io) => tables(argv, io, { packageRoot }), ['control']);
    expect(error).toMatchObject({ hint: 'Did you mean "controls"?' });
  });
});
