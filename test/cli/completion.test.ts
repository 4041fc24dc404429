import { accessSync, chmodSync, constants, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { execa } from 'execa';
import { describe, expect, test } from 'vitest';
import { packageRoot } from '../end-to-end/prouie.ts';
import { prouieHere } from '../end-to-end/prouie-here.ts';
import { temporaryFolder } from '../end-to-end/temporary-folder.ts';

const cwd = temporaryFolder();
const programs = temporaryFolder();
writeFileSync(
  join(programs, 'prouie'),
  `#!/bin/sh\nexec ${process.execPath} ${join(packageRoot, 'bin/prouie.js')} "$@"\n`,
);
chmodSync(join(programs, 'prouie'), 0o755);
const env = { PATH: `${programs}${delimiter}${process.env['PATH']}` };

async function words(...typed: readonly string[]): Promise<string[]> {
  const { stdout } = await prouieHere({ cwd }, 'completion', 'words', '--', ...typed);
  return stdout.split('\n').flatMap((line) => (line === '' ? [] : [line.split('\t')[0]!]));
}

describe('completion', () => {
  test('offers commands, their flags, and the subcommands of those that have some', async () => {
    expect(await words('st')).toEqual(['status']);
    expect(await words('graph', '--f')).toEqual(['--format']);
    expect(await words('data', 'im')).toEqual(['import']);
    expect(await words('data', 'import', '--fo')).toEqual(['--format']);
    expect(await words('grph', '')).toEqual([]);
  });

  test('offers names of nodes, part by part where there are many', async () => {
    expect(await words('run', 'pred')).toEqual(['predict/']);
    expect(await words('why', 'predict/full/CoNLL')).toEqual([
      'predict/full/CoNLL2003',
      'predict/full/CoNLL2004',
    ]);
    expect(await words('run', '--set', 'seeds=[1, 2]', 'train/cm1')).toEqual(['train/cm1', 'train/cm1@2']);
  });

  test('offers what a flag takes, and what else stands in the place of an operand', async () => {
    expect(await words('graph', '--format', '')).toEqual(['tree', 'mermaid', 'dot', 'json']);
    expect(await words('run', '--profile', 'la')).toEqual(['laptop']);
    expect(await words('diff', 'full', 'without-')).toEqual(['without-sa', 'without-de']);
    expect(await words('tables', '')).toContain('9');
    expect(await words('completion', '')).toEqual(['bash', 'zsh', 'fish']);
  });

  test('offers nothing, and says nothing, where the pipeline cannot be read', async () => {
    const { code, stdout, stderr } = await prouieHere(
      { cwd },
      ...['completion', 'words', '--', 'run', '--pipeline', 'none.ts', ''],
    );
    expect([code, stdout, stderr]).toEqual([0, '', '']);
  });

  test('knows the shells that it is for', async () => {
    const { code, stderr } = await prouieHere({ cwd }, 'completion', 'zhs');
    expect([code, stderr]).toEqual([2, expect.stringContaining('Did you mean "zsh"?')]);
  });
});

/** Programs that complete the typed words with the real shell's own means, and print what it offers. */
const SHELLS = {
  bash: `source <(prouie completion bash); COMP_WORDS=(prouie "$@"); COMP_CWORD=$#; _prouie; printf '%s\\n' "\${COMPREPLY[@]}"`,
  zsh: `autoload -U compinit; compinit -u -D; _describe() { print -l \${(@)\${(P)2}%%:*} }; compadd() { print -l \${@[4,-1]} }; source <(prouie completion zsh); words=(prouie "$@"); CURRENT=$(( $# + 1 )); _prouie`,
  fish: `prouie completion fish | source; complete --do-complete "prouie $argv" | string replace --regex '\\t.*' ''; true`,
} as const;
const ARGUMENTS = { bash: ['-c'], zsh: ['-f', '-c'], fish: ['--no-config', '-c'] } as const;

function isInstalled(program: string): boolean {
  return (process.env['PATH'] ?? '').split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK);
      return true;
    } catch {
      // Not in this folder.
      return false;
    }
  });
}

describe.each(['bash', 'zsh', 'fish'] as const)('completion in %s', (shell) => {
  const isHere = isInstalled(shell);
  test.skipIf(!isHere)(
    `offers what prouie says, with names that hold slashes, colons and at signs${isHere ? '' : ` (needs ${shell})`}`,
    async () => {
      const offered = async (...typed: readonly string[]): Promise<string[]> => {
        const name = shell === 'fish' ? [] : [shell];
        const { stdout } = await execa(shell, [...ARGUMENTS[shell], SHELLS[shell], ...name, ...typed], {
          cwd,
          env,
        });
        return stdout.split('\n').filter((line) => line !== '');
      };
      expect(await offered('comp')).toEqual(['completion']);
      expect(await offered('why', 'predict/full/CoNLL')).toEqual([
        'predict/full/CoNLL2003',
        'predict/full/CoNLL2004',
      ]);
      expect(await offered('run', 'pred')).toEqual(['predict/']);
    },
  );
});
