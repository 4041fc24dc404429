import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { commandLine, run } from '../../src/cli/commands/reward.ts';
import { runCommand } from './command-run.ts';

const page = readFileSync(new URL('../../docs/reward.md', import.meta.url), 'utf8');
const EXAMPLE = /```sh\necho '(.*)' \| prouie reward(.*)\n```\n```json\n(.*)\n```/g;

describe('docs/reward.md', () => {
  const examples = [...page.matchAll(EXAMPLE)].map(([, input, flags, output]) => ({
    input: input!,
    argv: flags!.split(' ').filter((word) => word !== ''),
    output: output!,
  }));

  it('shows examples, every output behind its command', () => {
    expect(examples.length).toBe(page.split('```json').length - 1);
    expect(examples.length).toBeGreaterThan(6);
  });

  it.each(examples)('prints what the page shows: $input $argv', async ({ input, argv, output }) => {
    const result = await runCommand(run, argv, `${input}\n`);
    expect(result).toMatchObject({ code: 0, stdout: `${output}\n`, stderr: '' });
  });

  it('gives the figures of the other penalties', async () => {
    const { input } = examples.find((example) => example.input.includes('sue\\"'))!;
    for (const [penalty, figure] of [
      ['additive', '-0.65'],
      ['max', '-0.32'],
    ] as const) {
      const { stdout } = await runCommand(run, ['--penalty', penalty], `${input}\n`);
      expect(JSON.parse(stdout).overall.toFixed(2)).toBe(figure);
      expect(page).toContain(`\`--penalty ${penalty}\``);
    }
  });

  it('names every switch', () => {
    for (const flag of Object.keys(commandLine.flags)) expect(page).toContain(`--${flag}`);
  });
});
