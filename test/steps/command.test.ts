import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { step } from '../../src/steps/command.ts';
import { failureOfAsync } from '../failure.ts';
import { temporaryFolder } from '../temporary-folder.ts';

type Context = Parameters<typeof step.run>[0];

interface Surroundings {
  readonly stdout?: string;
  readonly env?: { readonly [name: string]: string };
  readonly log?: (message: string) => void;
  readonly signal?: AbortSignal;
}

/** Runs a shell script as a node would, and returns the texts of its outputs. */
async function runScript(
  script: string,
  { log = () => undefined, signal = new AbortController().signal, env = {}, ...params }: Surroundings = {},
): Promise<{ readonly [output: string]: string }> {
  const outputs: { [output: string]: string } = {};
  const adopt = (output: string, path: string): void => {
    outputs[output] = readFileSync(path, 'utf8');
  };
  await step.run({
    params: { argv: ['sh', '-c', script], env, ...params },
    folder: temporaryFolder(),
    outputs: { adopt },
    log,
    signal,
  } as unknown as Context);
  return outputs;
}

describe('a program', () => {
  it('has its lines in the log while it runs', async () => {
    const go = join(temporaryFolder(), 'go');
    const logged: string[] = [];
    await runScript(
      `printf 'ready\\nhalf '; until [ -e ${go} ]; do sleep 0.01; done; echo 'a line' >&2; echo whole`,
      {
        log: (message) => {
          logged.push(message);
          if (message === 'ready') writeFileSync(go, '');
        },
      },
    );
    expect(logged.sort()).toEqual(['a line', 'half whole', 'ready']);
  });

  it('logs a line without an end in parts', async () => {
    const logged: string[] = [];
    await runScript('head -c 1000000 /dev/zero | tr "\\0" x', { log: (message) => logged.push(message) });
    expect(logged.length).toBeGreaterThan(1);
    expect(logged.join('')).toBe('x'.repeat(1_000_000));
  });

  it('has all that it and what it started prints in its output, and the rest in the log', async () => {
    const logged: string[] = [];
    const outputs = await runScript('(sleep 0.2; echo late) & echo aside >&2; seq 100000', {
      stdout: 'text',
      log: (message) => logged.push(message),
    });
    expect(outputs['text']).toBe(
      `${Array.from({ length: 100_000 }, (_, at) => `${at + 1}\n`).join('')}late\n`,
    );
    expect(logged).toEqual(['aside']);
  });

  it('has the variables of the worker and its own', async () => {
    expect(
      await runScript('echo "$FLOUR" && test -n "$PATH"', { stdout: 'text', env: { FLOUR: 'rye' } }),
    ).toEqual({
      text: 'rye\n',
    });
  });

  it('fails with what lost its lines', async () => {
    const log = (): never => {
      throw new Error('the disk is full');
    };
    const failing = runScript('yes', { log });
    await expect(failing).rejects.toThrow('the disk is full');
  });

  it.each([
    ['exit 4', /^sh ended with exit code 4\.$/],
    ['kill -KILL $$', /^sh ended with SIGKILL\.$/],
  ])('fails with how it ended: %s', async (script, message) => {
    const failure = await failureOfAsync(() => runScript(script));
    expect(failure).toMatchObject({ code: 'PROUIE_COMMAND_FAILED', message: expect.stringMatching(message) });
  });

  it('that is not there fails its node', async () => {
    const params = { argv: ['no-such-program'], env: {} };
    const failure = await failureOfAsync(async () =>
      step.run({
        params,
        folder: temporaryFolder(),
        log: () => undefined,
        signal: new AbortController().signal,
      } as unknown as Context),
    );
    expect(failure.message).toBe('no-such-program ended with spawn no-such-program ENOENT.');
  });

  it('is asked to end when its node is stopped, and may end its own way', async () => {
    const stop = new AbortController();
    const logged: string[] = [];
    await runScript('trap "echo saved; exit 0" TERM; echo ready; while :; do sleep 0.01; done', {
      signal: stop.signal,
      log: (message) => {
        logged.push(message);
        if (message === 'ready') stop.abort();
      },
    });
    expect(logged).toEqual(['ready', 'saved']);
  });
});
