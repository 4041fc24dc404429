import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { findManifest } from '../../identity/packages.ts';
import { type Finding, fail, messageOf, ok, warn } from './finding.ts';

const REINSTALL = 'Install again: `npm ci` in the folder of prouie.';

/** The packages that hold native code or that everything is made with: loaded and used once each. */
export async function checkPackages(packageRoot: string): Promise<Finding[]> {
  return [
    checkVersions(packageRoot),
    await tryOut('esbuild', 'compiles pipelines and steps', async () => {
      const { transform } = await import('esbuild');
      await transform('const one: number = 1;', { loader: 'ts' });
    }),
    await tryOut('duckdb', 'answers queries', async () => {
      const { DuckDBInstance } = await import('@duckdb/node-api');
      const instance = await DuckDBInstance.create(':memory:');
      const connection = await instance.connect();
      await connection.run('SELECT 1');
      connection.closeSync();
      instance.closeSync();
    }),
    await tryOut('apache-arrow', 'writes and reads tables', async () => {
      const [{ writeTable }, { readTable }] = await Promise.all([
        import('../../store/arrow-writer.ts'),
        import('../../store/arrow-reader.ts'),
      ]);
      readTable(writeTable({ columns: [{ name: 'x', type: 'int32' }] }, { x: [1] }));
    }),
  ];
}

async function tryOut(name: string, does: string, use: () => Promise<void>): Promise<Finding> {
  try {
    await use();
    return ok(name, does);
  } catch (cause) {
    return fail(name, `does not work: ${messageOf(cause)}`, REINSTALL);
  }
}

/** Results may depend on the versions of packages, so those that are installed must be those that are asked for. */
function checkVersions(packageRoot: string): Finding {
  const { dependencies = {} } = readManifest(packageRoot);
  const wrong = Object.entries(dependencies).flatMap(([name, wanted]) => {
    const found = installedVersion(packageRoot, name);
    return found === wanted ? [] : [`${name} is ${found ?? 'missing'}, not ${wanted}`];
  });
  if (wrong.length === 0)
    return ok('packages', `${Object.keys(dependencies).length} of the versions asked for`);
  return warn('packages', wrong.join('; '), REINSTALL);
}

function installedVersion(packageRoot: string, name: string): string | undefined {
  const manifest = findManifest(name, packageRoot);
  return manifest === undefined ? undefined : readManifest(dirname(manifest)).version;
}

function readManifest(folder: string): {
  version?: string;
  dependencies?: { readonly [name: string]: string };
} {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as ReturnType<typeof readManifest>;
}
