import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { describe, expect, it } from 'vitest';
import { packageRoot, sourceTree } from './source-tree.ts';

/** Runs the check on a folder. */
async function checkImports(
  folder: string,
): Promise<{ readonly exitCode: number | undefined; readonly lines: readonly string[] }> {
  const script = join(packageRoot, 'scripts', 'check-imports.mjs');
  const { exitCode, stdout } = await execa(process.execPath, [script, folder], { reject: false });
  return { exitCode, lines: stdout.split('\n') };
}

const CLEAN = {
  'package.json': readFileSync(join(packageRoot, 'package.json'), 'utf8'),
  'src/cli/main.ts': `import { averages } from '../tables/averages.ts';\nexport const main = averages;\n`,
  'src/tables/averages.ts': 'export const averages = [1, 2];\n',
  'src/uie/span.ts': 'export const span = [0, 1];\n',
  'src/steps/score.ts': `import { span } from '../uie/span.ts';\nexport const step = span;\n`,
};

describe('the rules for imports', () => {
  it('hold for this package, whose modules are all read', async () => {
    const { exitCode, lines } = await checkImports(packageRoot);
    expect(lines).toHaveLength(1);
    expect(exitCode).toBe(0);
    const [, modules, imports] = /^(\d+) modules, (\d+) imports: every one is allowed$/
      .exec(lines[0]!)!
      .map(Number);
    const folders = readdirSync(join(packageRoot, 'src'), { withFileTypes: true }).filter((entry) =>
      entry.isDirectory(),
    );
    expect(modules).toBeGreaterThan(folders.length);
    expect(imports).toBeGreaterThan(modules!);
  });

  it('let a tree pass that keeps them', async () => {
    expect(await checkImports(sourceTree(CLEAN))).toMatchObject({ exitCode: 0 });
  });

  it('fail on one forbidden import, and name its file, line and rule', async () => {
    const averages = `\nimport { span } from '../uie/span.ts';\nexport const averages = span;\n`;
    const { exitCode, lines } = await checkImports(
      sourceTree({ ...CLEAN, 'src/tables/averages.ts': averages }),
    );
    expect(exitCode).toBe(1);
    expect(lines).toHaveLength(2);
    expect(lines[0]).toMatch(
      /^src\/tables\/averages\.ts:2 {2}imports src\/uie\/span\.ts: .*\[tables-imports\]$/,
    );
  });

  it('tell every kind of forbidden import apart', async () => {
    const root = sourceTree({
      ...CLEAN,
      'src/store/arrow-schema.ts':
        'export type TableSchema = readonly string[];\nexport const NONE: TableSchema = [];\n',
      'src/steps/assume.ts': `import type { TableSchema } from '../store/arrow-schema.ts';\nexport type Step = TableSchema;\n`,
      'src/steps/mix.ts': `import { NONE } from '../store/arrow-schema.ts';\nexport const step = NONE;\n`,
      'src/steps/import.ts': `import { readFileSync } from 'node:fs';\nexport const step = readFileSync;\n`,
      'src/steps/plot.ts': `import ts from 'typescript';\nexport const step = ts;\n`,
      'src/steps/train.ts': `import { lost } from '../uie/lost.ts';\nexport const step = lost;\n`,
      'src/steps/collect.ts': `import { other } from './predict.ts';\nexport const step = other;\n`,
      'src/steps/predict.ts': `import type { step } from './collect.ts';\nexport const other = 1 as unknown as typeof step;\n`,
      'src/uie/forgotten.ts': 'export const forgotten = 1;\n',
      'src/uie/span.ts': `import { parse } from 'yaml';\nexport const span = parse;\n`,
      'src/math.ts': `import { span } from './uie/span.ts';\nexport const exp = span;\n`,
      'src/step.ts': `import { exp } from './math.ts';\nimport { NONE } from './store/arrow-schema.ts';\nexport const both = [exp, NONE];\n`,
      'src/pipeline.ts': `import { both } from './step.ts';\nexport { both };\n`,
      'src/plots/line.ts': `import { exp } from '../math.ts';\nexport const line = exp;\n`,
      'src/cli/main.ts': `import { line } from '../plots/line.ts';\nimport { createInterface } from 'node:readline/promises';\nexport const main = [line, createInterface];\n`,
      'src/runner/attempt/worker-main.ts': `import { isatty } from 'node:tty';\nimport { claim } from '../run/claims.ts';\nexport const terminal = [isatty, claim];\n`,
      'src/runner/run/claims.ts': `import { loose } from '../loose.ts';\nexport const claim = loose;\n`,
      'src/runner/loose.ts': 'export const loose = 1;\n',
    });
    const { lines } = await checkImports(root);
    const found = lines
      .slice(0, -1)
      .map((line) => `${/\[(.*)\]$/.exec(line)?.[1]} ${/^\S+?(?=[:\s])/.exec(line)?.[0]}`);
    expect(found.sort()).toEqual([
      'common-ground src/math.ts',
      'common-ground-types src/step.ts',
      'cycle src/steps/collect.ts',
      'folder-without-rule src/plots/line.ts',
      'installed-packages src/steps/plot.ts',
      'pure-folders src/steps/import.ts',
      'runner-attempt src/runner/attempt/worker-main.ts',
      'runner-part-without-rule src/runner/run/claims.ts',
      'runner-run src/runner/run/claims.ts',
      'steps-types src/steps/mix.ts',
      'terminal src/runner/attempt/worker-main.ts',
      'uie-packages src/uie/span.ts',
      'unreachable src/tables/averages.ts',
      'unreachable src/uie/forgotten.ts',
      'unresolved src/steps/train.ts',
    ]);
  });
});
