import { spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { build } from 'esbuild';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { findInterpreter, type Interpreter } from '../../../src/cli/environments/interpreter.ts';
import { type MakeOrder, makeEnvironment } from '../../../src/cli/environments/make-environment.ts';
import { recipeFrom } from '../../../src/cli/environments/recipe.ts';
import type { PythonPlace } from '../../../src/engines/python/environment.ts';
import { environmentFolder, readMarker } from '../../../src/engines/python/environment-folder.ts';
import { checkVersions, describeEnvironment } from '../../../src/engines/python/environment-versions.ts';
import { packageRoot } from '../../checks/source-tree.ts';
import { temporaryFolder } from '../../temporary-folder.ts';
import { type SmallIndex, smallIndex } from './small-index.ts';

const interpreter: Interpreter | undefined = await findInterpreter(undefined, process.env).catch(
  () => undefined,
);

interface Place {
  readonly index: SmallIndex;
  readonly order: MakeOrder;
  readonly folder: string;
}

function place(changes: Partial<MakeOrder> = {}): Place {
  const folder = temporaryFolder();
  const index = smallIndex(folder, interpreter!.path);
  const order: MakeOrder = {
    recipe: recipeFrom('small', index.lock, 1e6),
    root: join(folder, 'environments'),
    interpreter: interpreter!,
    installer: 'pip',
    env: { ...process.env, ...index.env },
    ...changes,
  };
  return { index, order, folder: environmentFolder(order.root, 'small', order.recipe.digest) };
}

function pythonPlace(python: string): PythonPlace {
  return { name: 'sft', container: [], python, programs: undefined };
}

describe.skipIf(interpreter === undefined)(
  'making a Python environment (needs Python 3.11)',
  () => {
    test('installs what the lock names, leaves it alone the next time, and is held against what a run asks for', async () => {
      const { order, folder } = place();
      const made = await makeEnvironment(order);
      expect(made).toMatchObject({ folder, made: true });
      expect(readMarker(folder)).toMatchObject({ name: 'small', lock: order.recipe.digest });
      const { packages, commits } = await describeEnvironment(pythonPlace(made.python));
      expect(packages).toMatchObject({ 'pocket-almanac': '1.2' });
      expect(commits).toEqual({});
      expect(await makeEnvironment(order)).toEqual({ ...made, made: false });
      expect(existsSync(`${folder}.claim`)).toBe(false);

      const small = pythonPlace(made.python);
      expect((await checkVersions(small, { Pocket_Almanac: '>=1.2,<2' })).python).toBe(interpreter!.version);
      await expect(checkVersions(small, { python: '2.*' })).rejects.toMatchObject({
        message: `The Python environment sft has other versions than the run asks for: python is ${interpreter!.version}, not 2.*.`,
        hint: expect.stringContaining('languageModel.environments.sft.versions'),
      });
      await expect(checkVersions(small, { 'pocket-almanac': '1.3', torch: '2.9.1' })).rejects.toMatchObject({
        code: 'PROUIE_ENVIRONMENT_VERSION',
        message:
          'The Python environment sft has other versions than the run asks for: pocket-almanac is 1.2, not 1.3; torch is missing, not 2.9.1.',
      });
    });

    test('goes on after it was killed in the middle', async () => {
      const asked = vi.fn();
      const silent = createServer(asked).listen(0, '127.0.0.1');
      onTestFinished(() => {
        silent.closeAllConnections();
        silent.close();
      });
      await vi.waitFor(() => expect(silent.listening).toBe(true));
      const { order, folder } = place();
      const { port } = silent.address() as AddressInfo;
      const hanging = {
        ...order,
        env: {
          ...process.env,
          PIP_INDEX_URL: `http://127.0.0.1:${port}/simple`,
          PIP_CONFIG_FILE: '/dev/null',
        },
      };
      const child = await startMaking(hanging);
      await vi.waitFor(() => expect(asked).toHaveBeenCalled(), { timeout: 30_000 });
      expect(existsSync(`${folder}.claim`)).toBe(true);
      await expect(makeEnvironment(order)).rejects.toMatchObject({
        code: 'PROUIE_ENVIRONMENT_BUSY',
        message: expect.stringContaining(`process ${child.pid}`),
      });
      process.kill(-child.pid!, 'SIGKILL');
      await new Promise((resolve) => child.once('exit', resolve));
      writeFileSync(join(folder, 'left-over'), '');
      expect(await makeEnvironment(order)).toMatchObject({ made: true });
      expect(existsSync(join(folder, 'left-over'))).toBe(false);
      expect(existsSync(`${folder}.claim`)).toBe(false);
    });

    test('refuses a file that is not the one of the lock', async () => {
      const { order, index } = place();
      writeFileSync(
        index.lock,
        readFileSync(index.lock, 'utf8').replace(/sha256:\w+/, `sha256:${'0'.repeat(64)}`),
      );
      await expect(
        makeEnvironment({ ...order, recipe: recipeFrom('small', index.lock, 1e6) }),
      ).rejects.toMatchObject({
        code: expect.stringMatching(/PROUIE_LOCK_MISMATCH|PROUIE_INDEX_UNREACHABLE/),
      });
    });

    test("says in pip's own words that the index does not answer", async () => {
      const { order } = place();
      const env = {
        ...process.env,
        PIP_INDEX_URL: 'http://127.0.0.1:9/simple',
        PIP_RETRIES: '0',
        PIP_CONFIG_FILE: '/dev/null',
      };
      await expect(makeEnvironment({ ...order, env })).rejects.toMatchObject({
        code: 'PROUIE_INDEX_UNREACHABLE',
        message: expect.stringContaining('pocket-almanac==1.2'),
      });
    });

    test('does not begin where the disk is too small', async () => {
      const { order, folder, index } = place();
      const recipe = recipeFrom('small', index.lock, 1e18);
      await expect(makeEnvironment({ ...order, recipe })).rejects.toMatchObject({
        code: 'PROUIE_DISK_SPACE',
        message: expect.stringMatching(/^The Python environment small takes about .*, and .* left\.$/),
      });
      expect(existsSync(folder)).toBe(false);
    });
  },
  240_000,
);

/** Makes an environment in a process group of its own. */
async function startMaking(order: MakeOrder) {
  const bundle = join(packageRoot, 'node_modules', '.cache', `make-environment-${process.pid}.mjs`);
  onTestFinished(() => rmSync(bundle));
  await build({
    stdin: {
      contents: `import { makeEnvironment } from './src/cli/environments/make-environment.ts';
        await makeEnvironment(${JSON.stringify(order)});`,
      resolveDir: packageRoot,
    },
    bundle: true,
    packages: 'external',
    format: 'esm',
    platform: 'node',
    outfile: bundle,
  });
  return spawn(process.execPath, [bundle], { stdio: 'ignore', detached: true });
}
