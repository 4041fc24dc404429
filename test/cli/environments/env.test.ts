import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { commandLines, run } from '../../../src/cli/commands/env.ts';
import { findInterpreter, type Interpreter } from '../../../src/cli/environments/interpreter.ts';
import type { RunCommand } from '../../../src/cli/io.ts';
import { packageRoot } from '../../checks/source-tree.ts';
import { temporaryFolder } from '../../temporary-folder.ts';
import { runCommand } from '../command-run.ts';

const interpreter: Interpreter | undefined = await findInterpreter(undefined, process.env).catch(
  () => undefined,
);

/** Runs `env` with the variables given and no others. */
function env(variables: Readonly<Record<string, string>>, ...words: readonly string[]) {
  const command: RunCommand = (argv, io) => run(argv, { ...io, env: variables }, { packageRoot });
  return runCommand(command, words);
}

/** A program of that name that prints what an interpreter of that version would. */
function pretendPython(folder: string, name: string, version: string): void {
  mkdirSync(folder, { recursive: true });
  const answer = JSON.stringify([join(folder, name), version]);
  writeFileSync(join(folder, name), `#!/bin/sh\necho '${answer}'\n`, { mode: 0o755 });
}

/** A program that runs what comes behind it, as those that enter a container do. */
function pretendContainer(folder: string): void {
  writeFileSync(join(folder, 'enter'), '#!/bin/sh\nexec "$@"\n', { mode: 0o755 });
}

describe('env', () => {
  test('has a page for every subcommand', async () => {
    expect((await env({}, '--help')).stdout).toMatch(/create.*\n.*list.*\n.*check/);
    for (const { command } of commandLines)
      expect((await env({}, command.split(' ')[1]!, '--help')).stdout).toContain(`Usage: prouie ${command}`);
  });

  test('lists every environment, with where those are that were made', async () => {
    const root = temporaryFolder();
    const { stdout } = await env({ PROUIE_ENVIRONMENTS: root }, 'list', '--json');
    const { environments } = JSON.parse(stdout) as {
      environments: { name: string; state: string; folder: string }[];
    };
    expect(environments.map(({ name, state }) => [name, state])).toEqual([
      ['sft', 'missing'],
      ['grpo', 'missing'],
      ['predict', 'missing'],
      ['easyr1', 'missing'],
    ]);
    for (const { name, folder } of environments)
      expect(folder).toMatch(new RegExp(`^${root}/${name}-[0-9a-f]{12}$`));
    mkdirSync(environments[0]!.folder);
    expect((await env({ PROUIE_ENVIRONMENTS: root }, 'list')).stdout).toMatch(/^sft +half/m);
  });

  test('knows the environment that was meant', async () => {
    expect((await env({}, 'create', 'predit')).error).toMatchObject({
      code: 'PROUIE_USAGE',
      hint: expect.stringContaining('predict'),
    });
  });

  test('makes no environment of EasyR1 without a checkout of it', async () => {
    expect((await env({}, 'create', 'easyr1')).error).toMatchObject({
      code: 'PROUIE_CHECKOUT_MISSING',
      hint: expect.stringContaining('--checkout'),
    });
    const folder = temporaryFolder();
    expect((await env({}, 'create', 'easyr1', '--checkout', folder)).error).toMatchObject({
      code: 'PROUIE_CHECKOUT_MISSING',
      message: expect.stringContaining('verl/trainer/main.py'),
    });
  });

  test('says that there is no Python', async () => {
    const folder = temporaryFolder();
    expect((await env({ PATH: folder, HOME: folder }, 'create', 'sft')).error).toMatchObject({
      code: 'PROUIE_PYTHON_MISSING',
      hint: expect.stringContaining('3.11'),
    });
  });

  test('says which Python is there when it is of another version', async () => {
    const folder = temporaryFolder();
    pretendPython(folder, 'python3', '3.13.1');
    expect((await env({ PATH: folder, HOME: folder }, 'create', 'sft')).error).toMatchObject({
      code: 'PROUIE_PYTHON_VERSION',
      message: expect.stringContaining('is 3.13.1'),
    });
  });

  test('cannot check what was not made', async () => {
    expect((await env({ PROUIE_ENVIRONMENTS: temporaryFolder() }, 'check', 'sft')).error).toMatchObject({
      code: 'PROUIE_ENVIRONMENT_MISSING',
      hint: expect.stringContaining('prouie env create sft'),
    });
  });
});

describe.skipIf(interpreter === undefined)('env check (needs Python 3.11)', () => {
  test('holds the environment that a profile names against the versions that the profile states', async () => {
    const folder = temporaryFolder();
    pretendContainer(folder);
    const words = (versions: string) => [
      ...['check', 'sft', '--profile', 'tiny', '--set'],
      `languageModel.environments={sft: {container: [${folder}/enter], python: ${interpreter!.path}, versions: ${versions}}}`,
    ];
    const variables = { PATH: process.env['PATH']!, HOME: temporaryFolder() };
    const other = await env(variables, ...words('{python: 3.12.*, torch: 2.8.0}'));
    expect(other.stdout).toContain(`python is ${interpreter!.version}, not 3.12.*`);
    expect(other.stdout).toContain(
      `${folder}/enter ${interpreter!.path}: Python ${interpreter!.version}, 0 versions as the profile states them`,
    );
    const same = await env(variables, ...words('{python: 3.11.*}'));
    expect(same.stdout).toContain('1 versions as the profile states them');
    expect(same.error).toMatchObject({ code: 'PROUIE_ENVIRONMENT_BROKEN' });
  });

  test('knows no profile that is not there', async () => {
    expect((await env({}, 'check', 'sft', '--profile', 'papier')).error).toMatchObject({
      code: 'PROUIE_PROFILE_UNKNOWN',
    });
  });

  test('names what an interpreter lacks, and that it does not work', async () => {
    const { stdout, error } = await env(
      { PATH: process.env['PATH']!, HOME: temporaryFolder() },
      'check',
      'predict',
      '--python',
      interpreter!.path,
    );
    expect(stdout).toMatch(/^vllm is missing, not \d/m);
    expect(error).toMatchObject({ code: 'PROUIE_ENVIRONMENT_BROKEN' });
  });
});
