import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { packageRoot, readPages } from './page.ts';

const CODE = /\bPROUIE_[A-Z0-9_]*[A-Z0-9]\b(?!_)/g;
/** Names that are no codes of errors: variables of the environment. */
const VARIABLES = new Set(
  'CHROMIUM CORPORA CONFORMANCE ENVIRONMENT ENVIRONMENTS GRPO_PYTHON NODE PYTHON REMOTE REMOTE_PUSH REMOTE_SECONDS S3_PATH_STYLE SFT_PYTHON STORE WRITE_GOLDENS'
    .split(' ')
    .map((name) => `PROUIE_${name}`),
);
const page = readFileSync(join(packageRoot, 'docs/errors.md'), 'utf8');
const listed = new Set([...page.matchAll(/^\| `(PROUIE_\w+)` \|/gm)].map(([, code]) => code!));

describe('the page on errors', () => {
  let made = '';
  beforeAll(() => {
    made = execFileSync(process.execPath, [join(packageRoot, 'scripts/error-codes.mjs'), '--print'], {
      encoding: 'utf8',
    });
  });

  test('is what `npm run docs:errors` makes of the sources', () => {
    expect(page).toBe(made);
  });

  test('has every code that a source names', () => {
    const named = ['src', 'pipelines']
      .flatMap((folder) =>
        readdirSync(join(packageRoot, folder), { recursive: true, encoding: 'utf8' })
          .filter((path) => path.endsWith('.ts'))
          .map((path) => readFileSync(join(packageRoot, folder, path), 'utf8')),
      )
      .flatMap((text) => text.match(CODE) ?? [])
      .filter((code) => !VARIABLES.has(code));
    expect(listed.size).toBeGreaterThan(150);
    expect([...new Set(named)].filter((code) => !listed.has(code) && code !== 'PROUIE_BUG').sort()).toEqual(
      [],
    );
  });

  test('says of every code what is wrong', () => {
    expect(page.split('\n').filter((line) => /^\| `PROUIE_\w+` \| (…)? *\|/.test(line))).toEqual([]);
  });

  test('has every code that another page names', () => {
    const named = readPages().flatMap(({ path, text }) =>
      (text.match(CODE) ?? []).map((code) => `${path} ${code}`),
    );
    const unknown = named.filter((name) => {
      const code = name.split(' ')[1]!;
      return !listed.has(code) && !VARIABLES.has(code) && code !== 'PROUIE_BUG';
    });
    expect(unknown).toEqual([]);
  });
});
