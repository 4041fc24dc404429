import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { writeSmallStore } from '../../catalog/small-store.ts';
import { hasTerminal, onTerminal } from '../../end-to-end/terminal.ts';
import { temporaryFolder, writeFiles } from '../../temporary-folder.ts';

const STATE = 'state/prouie/sql_history';

function workplace(): { readonly cwd: string; readonly env: Readonly<Record<string, string>> } {
  const cwd = temporaryFolder();
  writeSmallStore(join(cwd, '.prouie'));
  return { cwd, env: { XDG_STATE_HOME: join(cwd, 'state'), NO_COLOR: '1' } };
}

describe.skipIf(!hasTerminal)('the prompt of `prouie sql` on a terminal', () => {
  beforeAll(() => {
    execFileSync(process.execPath, ['bin/prouie.js', 'sql', '--help'], { stdio: 'ignore' });
  });

  test('a query may have several lines and is answered at its semicolon', async () => {
    const place = workplace();
    const prompt = onTerminal(place, 'sql');
    await prompt.shows(/prouie> /);
    prompt.type('SELECT variant,\r');
    await prompt.shows(/\.\.\.> /);
    prompt.type("count(*) AS n FROM metrics WHERE profile = 'prouie' GROUP BY ALL ORDER BY ALL;\r");
    await prompt.shows(/without-sa\s+2/);
    prompt.type('.exit\r');
    expect((await prompt.ended).code).toBe(0);
    const kept = readFileSync(join(place.cwd, STATE), 'utf8');
    expect(kept).toBe(
      "SELECT variant, count(*) AS n FROM metrics WHERE profile = 'prouie' GROUP BY ALL ORDER BY ALL;\n",
    );
    expect(statSync(join(place.cwd, STATE)).mode & 0o777).toBe(0o600);
  });

  test('an error says where and ends nothing', async () => {
    const prompt = onTerminal(workplace(), 'sql');
    await prompt.shows(/prouie> /);
    prompt.type('SELECT 1,\r varient FROM metrics;\r');
    await prompt.shows(/Did you mean "variant"\?/);
    prompt.type("SELECT 'still ' || 'here' AS it;\r");
    await prompt.shows(/still here/);
    prompt.type('\u0004');
    const { code, shown } = await prompt.ended;
    expect(code).toBe(0);
    expect(shown).toContain('at query:2:2');
  });

  test('Ctrl-C drops what was typed, also the lines before', async () => {
    const prompt = onTerminal(workplace(), 'sql');
    await prompt.shows(/prouie> /);
    prompt.type('SELECT nonsense\r');
    await prompt.shows(/\.\.\.> /);
    prompt.type('more of it\u0003');
    await prompt.shows(/\^C\s[\s\S]*prouie> /);
    prompt.type("SELECT 'clean ' || 'line' AS it;\r");
    await prompt.shows(/clean line/);
    prompt.type('\u0004');
    const { code, shown } = await prompt.ended;
    expect(code).toBe(0);
    expect(shown).not.toContain('error');
  });

  test('Tab completes, and the arrow brings back what an earlier session typed', async () => {
    const place = workplace();
    writeFiles(place.cwd, { [STATE]: "SELECT 'earlier ' || 'words';\n" });
    const prompt = onTerminal(place, 'sql');
    await prompt.shows(/prouie> /);
    prompt.type('\u001b[A\r');
    await prompt.shows(/earlier words/);
    prompt.type('.sch\t');
    await prompt.shows(/ema/);
    prompt.type(' metri\t');
    await prompt.shows(/cs/);
    prompt.type('\r');
    await prompt.shows(/precision\s+DOUBLE/);
    prompt.type('\u0004');
    expect((await prompt.ended).code).toBe(0);
  });

  test('.help, .tables, .schema, .queries and named queries answer, and an unknown word names the nearest', async () => {
    const place = workplace();
    writeFiles(place.cwd, { 'queries/mine.sql': '-- My query\n-- $n = 4\nSELECT 40 + $n::INT AS it' });
    const prompt = onTerminal(place, 'sql');
    await prompt.shows(/prouie> /);
    prompt.type('.help\r');
    await prompt.shows(/Ctrl-C drops/);
    prompt.type('.tables\r');
    await prompt.shows(/\nassumptions/);
    prompt.type('.schema\r');
    await prompt.shows(/runs\(run VARCHAR, pipeline VARCHAR/);
    prompt.type('.queries\r');
    await prompt.shows(/@mine\s+My query/);
    prompt.type('@mine n=2\r');
    await prompt.shows(/\s42\s/);
    prompt.type('.tabels\r');
    await prompt.shows(/Did you mean "\.tables"\?/);
    prompt.type('.exit\r');
    expect((await prompt.ended).code).toBe(0);
  });

  test('where the history cannot be kept, nothing is said of it', async () => {
    const place = workplace();
    mkdirSync(join(place.cwd, 'state'));
    writeFileSync(join(place.cwd, 'state/prouie'), 'a file in the way');
    chmodSync(join(place.cwd, 'state/prouie'), 0o400);
    const prompt = onTerminal(place, 'sql');
    await prompt.shows(/prouie> /);
    prompt.type("SELECT 'all ' || 'well';\r");
    await prompt.shows(/all well/);
    prompt.type('\u0004');
    const { code, shown } = await prompt.ended;
    expect([code, shown.includes('error')]).toEqual([0, false]);
  });
});
