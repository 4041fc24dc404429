import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openGate } from './gate.ts';
import { eventsOf, pipelines, prouie } from './prouie.ts';
import { treeOf } from './store-files.ts';
import { temporaryFolder } from './temporary-folder.ts';
import { hasTerminal, onTerminal } from './terminal.ts';

const counted = ['--pipeline', join(pipelines, 'counted.ts'), '--set', 'side=side'];

describe('a run without a terminal', () => {
  test('says one line a finished node and a summary on standard error, and nothing on standard output', async () => {
    const { stdout, stderr } = await prouie({ cwd: temporaryFolder() }, 'run', ...counted);
    expect(stdout).toBe('');
    const lines = stderr.trimEnd().split('\n');
    expect(lines).toHaveLength(13);
    lines.slice(0, 12).forEach((line, at) => {
      expect(line).toMatch(new RegExp(`^\\[${at + 1}/12\\] made \\w+/\\d \\(\\d+\\.\\d s, \\d+ B\\)$`));
    });
    expect(lines[12]).toMatch(/^quick: 12 ran, 0 fresh in \d+(\.\d)? s$/);
    expect(stderr).not.toContain('\u001b');
  });

  test('says with --quiet the summary alone, and with --verbose reasons and fresh nodes', async () => {
    const cwd = temporaryFolder();
    const quiet = await prouie({ cwd }, 'run', '--quiet', ...counted, 'low/*');
    expect(quiet.stderr).toMatch(/^quick: 4 ran, 0 fresh in .+\n$/);
    const verbose = await prouie({ cwd }, 'run', '--verbose', ...counted, 'middle/0');
    expect(verbose.stderr).toMatch(/made middle\/0 \(.+, has not been run yet\)/);
  });

  test('speaks in colour only when told to', async () => {
    const cwd = temporaryFolder();
    const plain = await prouie({ cwd }, 'run', ...counted, 'low/0');
    expect(plain.stderr).not.toContain('\u001b[');
    const told = await prouie({ cwd }, 'run', '--color', 'always', ...counted, 'low/1');
    expect(told.stderr).toContain('\u001b[32mmade\u001b[39m');
  });
});

describe('what a run ends with', () => {
  const recipe = `import { node, output } from 'prouie';
export const pipeline = ({ profile }) => {
  const program = profile.text.includes('broken') ? 'false' : 'pwd';
  const prints = (...argv) => ({ step: 'command', params: { argv, stdout: 'y' }, outputs: { y: 'text' } });
  return [
    node({ name: 'words', ...prints(program) }),
    node({ name: 'table/5', ...prints('cat', '{in:x}'), inputs: { x: output('words', 'y') } }),
  ];
};
`;
  function place(): { readonly cwd: string; readonly words: readonly string[] } {
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, 'recipe.ts'), recipe);
    mkdirSync(join(cwd, 'profiles'));
    writeFileSync(join(cwd, 'profiles/quick.yaml'), 'state: well\n');
    return { cwd, words: ['--pipeline', 'recipe.ts'] };
  }

  test('is where its tables are, for the same pipeline', async () => {
    const { cwd, words } = place();
    const { stderr } = await prouie({ cwd }, 'run', ...words);
    expect(stderr).toMatch(
      /quick: 2 ran, .+\nNext:\n {2}prouie tables --pipeline recipe\.ts {2}.+\n.+report.+\n$/,
    );
    const again = await prouie({ cwd }, 'run', ...words);
    expect(again.stderr).toMatch(/^quick: 0 ran, 2 fresh in .+\n$/);
  });

  test('is nothing more than the summary where it was about something else, or is to be quiet', async () => {
    const { cwd, words } = place();
    expect((await prouie({ cwd }, 'run', ...words, 'words')).stderr).toMatch(/quick: 1 ran, .+\n$/);
    expect((await prouie({ cwd }, 'run', '--quiet', ...words)).stderr).toMatch(/^quick: 1 ran, .+\n$/);
  });

  test('is how to look at what failed, with the settings of the run; attach says the same', async () => {
    const { cwd, words } = place();
    const { code, stderr } = await prouie({ cwd }, 'run', ...words, '--set', 'state=broken');
    expect(code).toBe(1);
    const end = /quick: 0 ran, 0 fresh, 1 failed, 1 skipped in .+\n(Next:\n[\s\S]+)$/.exec(stderr)?.[1];
    expect(end?.split('\n')).toEqual([
      'Next:',
      '  prouie logs words --pipeline recipe.ts --set state=broken',
      '  prouie status --pipeline recipe.ts --set state=broken',
      '  prouie run --pipeline recipe.ts --set state=broken',
      '',
    ]);
    const [logs] = /(?<=prouie )logs .+/.exec(end!)!;
    const shown = await prouie({ cwd }, ...logs.split(' '));
    expect(shown.stdout).toContain('PROUIE_COMMAND_FAILED');
    expect((await prouie({ cwd }, 'attach', ...words)).stderr).toContain(end);
  });
});

describe('a run with --json', () => {
  test('gives events with type and time, one a line, and a summary as the last', async () => {
    const { stdout, stderr } = await prouie({ cwd: temporaryFolder() }, 'run', '--json', ...counted);
    expect(stderr).toBe('');
    const events = eventsOf({ stdout }) as readonly (Record<string, unknown> & { readonly type: string })[];
    for (const { time } of events) expect(new Date(`${time}`).toISOString()).toBe(time);
    expect(events[0]).toMatchObject({ type: 'plan', nodes: 12, fresh: 0, stale: 4, waiting: 8, absent: 0 });
    expect(events.filter(({ type }) => type === 'start')).toHaveLength(12);
    expect(events.filter(({ type }) => type === 'finish')).toHaveLength(12);
    expect(Object.keys(events.at(-1)!)).toEqual([
      'type',
      'ran',
      'fresh',
      'failed',
      'skipped',
      'seconds',
      'time',
    ]);
    expect(events.at(-1)).toMatchObject({ type: 'summary', ran: 12, fresh: 0, failed: 0, skipped: 0 });
  });

  test('gives the summary also when there was nothing to do', async () => {
    const cwd = temporaryFolder();
    await prouie({ cwd }, 'run', ...counted);
    const before = treeOf(cwd);
    const isCache = (path: string): boolean => path.startsWith('.prouie/cache');
    const { stdout } = await prouie({ cwd }, 'run', '--json', ...counted);
    expect(eventsOf({ stdout })).toMatchObject([
      { type: 'summary', ran: 0, fresh: 12, failed: 0, skipped: 0 },
    ]);
    expect(treeOf(cwd).filter((path) => !isCache(path))).toEqual(before.filter((path) => !isCache(path)));
  });
});

const because = hasTerminal ? '' : ' (needs script of util-linux)';

describe.skipIf(!hasTerminal)(`a run on a terminal${because}`, () => {
  test('draws counts and running nodes below finished ones, and leaves the summary alone in the end', async () => {
    const shown = await runOnTerminal({});
    expect(shown).toMatch(/\[ +\] 0 of 1 nodes, \d+\.\d s\r\n/);
    expect(shown).toMatch(/\r\n {2}left \d+\.\d s\r\n/);
    expect(shown).toMatch(/␛\[\d+A␛\[0Jquick: 1 ran, 0 fresh in .+\r\n$/);
  });

  test('draws no live region on a dumb terminal', async () => {
    const shown = await runOnTerminal({ TERM: 'dumb' });
    expect(shown).not.toContain('␛');
    expect(shown).toContain('made left');
  });

  test('is without colours under NO_COLOR', async () => {
    expect(await runOnTerminal({}, '--verbose')).toContain('␛[32mmade');
    const shown = await runOnTerminal({ NO_COLOR: '1' }, '--verbose');
    expect(shown).toContain('made left');
    expect(shown).not.toMatch(/␛\[\d+m/);
  });
});

/** Everything that a terminal gets from a run of the steered node `left`, which ends once it was drawn as running. */
async function runOnTerminal(env: Record<string, string>, ...words: readonly string[]): Promise<string> {
  const gate = await openGate();
  const flags = ['--pipeline', join(pipelines, 'steered-nodes.ts'), '--set', `gate=${gate.path}`];
  const terminal = onTerminal({ cwd: temporaryFolder(), env }, 'run', ...flags, ...words, 'left');
  const left = await gate.arrival('left');
  if (env['TERM'] !== 'dumb') await terminal.shows(/\n {2}left /);
  left.order({ do: 'finish' });
  const { code, shown } = await terminal.ended;
  expect(code).toBe(0);
  return shown;
}
