import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { describe, expect, test, vi } from 'vitest';
import type { PythonPlace } from '../../../src/engines/python/environment.ts';
import { type ProgramCall, runProgram } from '../../../src/engines/python/program.ts';
import { temporaryFolder } from '../../temporary-folder.ts';
import { plainPlace, python } from './python.ts';

/** Forks a child that ignores SIGTERM, prints both ids, and waits for what never comes. */
const HANGING = `
import os, signal, sys, time
child = os.fork()
if child == 0:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    time.sleep(600)
print("ids", os.getpid(), child)
time.sleep(600)
`;

/** Runs a script. @returns the lines and the log, or the error */
async function runScript(
  script: string,
  options: Partial<ProgramCall> & { readonly place?: PythonPlace; readonly folder?: string } = {},
) {
  const folder = options.folder ?? temporaryFolder();
  writeFileSync(join(folder, 'script.py'), script);
  const logFile = join(folder, 'script.log');
  const lines: string[] = [];
  const { place = plainPlace(), folder: _, ...call } = options;
  const error = await runProgram(place, {
    argv: ['python', 'script.py'],
    cwd: folder,
    logFile,
    onLine: (line) => lines.push(line),
    ...call,
  }).then(
    () => undefined,
    (cause: unknown) => cause,
  );
  return { lines, error, log: existsSync(logFile) ? readFileSync(logFile, 'utf8') : '' };
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    // A process that has ended counts until its parent has asked for it.
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}

function idsIn(lines: readonly string[]): readonly number[] {
  const line = lines.find((text) => text.startsWith('ids ')) ?? '';
  return line.split(' ').slice(1).map(Number);
}

describe.skipIf(python === undefined)('running a Python program (needs python3)', () => {
  test('hands on and logs the lines of both streams', async () => {
    const { lines, log, error } = await runScript(
      'import sys\nprint("out é")\nsys.stdout.flush()\nsys.stderr.write("err")\n',
    );
    expect(error).toBeUndefined();
    expect([...lines].sort()).toEqual(['err', 'out é']);
    expect(log.split('\n').sort()).toEqual(['', 'err', 'out é']);
  });

  test('gives it an environment without secrets, offline, and with what the caller adds', async () => {
    process.env['CUDA_API_TOKEN'] = 'invented';
    process.env['OTHER_THING'] = 'invented';
    const { lines } = await runScript('import os, json\nprint(json.dumps(dict(os.environ)))\n', {
      env: { OMP_NUM_THREADS: '1' },
      place: { ...plainPlace(), programs: '/opt/environment/bin' },
    });
    const seen = JSON.parse(lines[0]!) as Record<string, string>;
    expect(seen).toMatchObject({
      HF_HUB_OFFLINE: '1',
      TOKENIZERS_PARALLELISM: 'false',
      OMP_NUM_THREADS: '1',
    });
    expect(seen['PATH']).toMatch(/^\/opt\/environment\/bin:/);
    expect(Object.keys(seen)).not.toContain('CUDA_API_TOKEN');
    expect(Object.keys(seen)).not.toContain('OTHER_THING');
    delete process.env['CUDA_API_TOKEN'];
    delete process.env['OTHER_THING'];
  });

  test('hides what it was given as a secret', async () => {
    const { log, lines } = await runScript('import os\nprint("with " + os.environ["HF_TOKEN"])\n', {
      env: { HF_TOKEN: 'hf_invented' },
    });
    expect([log, ...lines]).toEqual(['with [hidden]\n', 'with [hidden]']);
  });

  test('fails with what the program last said', async () => {
    const { error } = await runScript(
      'print("step 1")\nraise ValueError("Template qwen33 does not exist.")\n',
    );
    expect(error).toMatchObject({
      code: 'PROUIE_TRAINER_FAILED',
      message: 'python ended with exit code 1: ValueError: Template qwen33 does not exist.',
    });
  });

  test('says that a program was killed', async () => {
    const { error } = await runScript('import os\nprint("step 1", flush=True)\nos.kill(os.getpid(), 9)\n');
    expect(error).toMatchObject({ code: 'PROUIE_TRAINER_KILLED', location: { line: 1 } });
  });

  test('says where a program cannot be started', async () => {
    const { error } = await runScript('', { argv: ['no-such-program'] });
    expect(error).toMatchObject({ code: 'PROUIE_PROGRAM_MISSING' });
    expect((error as Error).message).toContain('no-such-program');
  });

  test('ends the whole group on abort, also what ignores a polite request', async () => {
    const controller = new AbortController();
    const lines: string[] = [];
    const { error } = await runScript(HANGING, {
      signal: controller.signal,
      onLine: (line) => {
        lines.push(line);
        controller.abort(new Error('the run was stopped'));
      },
    });
    expect(error).toMatchObject({ message: 'the run was stopped' });
    const ids = idsIn(lines);
    expect(ids).toHaveLength(2);
    await vi.waitFor(() => expect(ids.map(isAlive)).toEqual([false, false]), { timeout: 5000 });
  });

  test('leaves nothing of a program behind that has ended well', async () => {
    const { lines, error } = await runScript(HANGING.replace(/time\.sleep\(600\)\n$/, ''));
    expect(error).toBeUndefined();
    await vi.waitFor(() => expect(isAlive(idsIn(lines)[1]!)).toBe(false), { timeout: 5000 });
  });

  test('stops a program whose lines cannot be taken, with the reason', async () => {
    const { error } = await runScript(HANGING, {
      onLine: () => {
        throw new Error('no place for this line');
      },
    });
    expect(error).toMatchObject({ message: 'no place for this line' });
  });

  test('ends the program when the process that started it is killed', async () => {
    const folder = temporaryFolder();
    writeFileSync(
      join(folder, 'script.py'),
      HANGING.replace('signal.signal(signal.SIGTERM, signal.SIG_IGN)', 'pass'),
    );
    const bundle = join(
      import.meta.dirname,
      '..',
      '..',
      '..',
      'node_modules',
      '.cache',
      `worker-${process.pid}.mjs`,
    );
    await build({
      stdin: {
        contents: `import { runProgram } from './src/engines/python/program.ts';
          await runProgram({ name: 'sft', container: [], python: ${JSON.stringify(python)}, programs: undefined },
            { argv: ['python', 'script.py'], cwd: ${JSON.stringify(folder)}, logFile: ${JSON.stringify(join(folder, 'log'))},
              onLine: (line) => console.log(line) });`,
        resolveDir: join(import.meta.dirname, '..', '..', '..'),
      },
      bundle: true,
      packages: 'external',
      format: 'esm',
      platform: 'node',
      outfile: bundle,
    });
    const worker = spawn(process.execPath, [bundle], { stdio: ['ignore', 'pipe', 'inherit'] });
    const [bytes] = (await once(worker.stdout, 'data')) as [Buffer];
    const ids = idsIn(bytes.toString().split('\n'));
    expect(ids.map(isAlive)).toEqual([true, true]);
    worker.kill('SIGKILL');
    await vi.waitFor(() => expect(ids.map(isAlive)).toEqual([false, false]), { timeout: 20_000 });
  });
});
