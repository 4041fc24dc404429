import { join } from 'node:path';
import { execa } from 'execa';
import { describe, expect, it } from 'vitest';
import { temporaryFolder, writeFiles } from '../temporary-folder.ts';
import { packageRoot } from './source-tree.ts';

const script = join(packageRoot, 'scripts/check-licences.mjs');

/** A folder in which one package is installed. */
function installed(manifest: object): string {
  const root = temporaryFolder();
  writeFiles(root, {
    'package-lock.json': JSON.stringify({
      packages: { '': {}, 'node_modules/one': {}, 'node_modules/absent': {} },
    }),
    'node_modules/one/package.json': JSON.stringify(manifest),
  });
  return root;
}

describe('the check of licences', () => {
  it('allows those of all packages that are installed here', async () => {
    const { exitCode, stdout } = await execa(process.execPath, [script, packageRoot], { reject: false });
    expect(stdout).toMatch(/^\d+ packages: every licence is on the list$/);
    expect(exitCode).toBe(0);
  });

  it.each([
    [{ license: 'MIT' }, 0],
    [{ license: '(GPL-3.0 OR MIT)' }, 0],
    [{ licenses: [{ type: 'ISC' }] }, 0],
    [{ license: 'GPL-3.0' }, 1],
    [{ license: 'MIT AND GPL-3.0' }, 1],
    [{}, 1],
  ])('of %j ends with %i', async (manifest, code) => {
    const { exitCode } = await execa(process.execPath, [script, installed(manifest)], { reject: false });
    expect(exitCode).toBe(code);
  });
});
