import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { request } from 'node:http';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { packageRoot } from '../end-to-end/prouie.ts';
import { type SteeredRun, startSteered } from '../end-to-end/steered-run.ts';
import { chromiumPath, launchChromium, NEEDS, openPage } from './chromium.ts';

let run: SteeredRun;
let server: ChildProcessByStdio<null, Readable, null>;
let address: string;

beforeAll(async () => {
  run = await startSteered();
  await run.started.event(({ type }) => type === 'start');
  const words = [join(packageRoot, 'bin/prouie.js'), 'ui', '--port', '0', '--pipeline', 'steered-nodes.ts'];
  server = spawn(process.execPath, words, { cwd: run.caller.cwd, stdio: ['ignore', 'pipe', 'inherit'] });
  [address] = (await once(createInterface({ input: server.stdout }), 'line')) as [string];
});
afterAll(() => {
  server.kill('SIGKILL');
});

interface Asked {
  readonly path?: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** That of the address where left out. */
  readonly token?: string;
}

/** The status of an answer, and its headers. */
async function ask({ path = '/', method = 'GET', headers = {}, token }: Asked) {
  const url = new URL(path, address);
  url.searchParams.set('token', token ?? new URL(address).searchParams.get('token')!);
  const asked = request(url, { method, headers });
  asked.end();
  const [response] = await once(asked, 'response');
  response.resume();
  return { status: response.statusCode as number, headers: response.headers as Record<string, string> };
}

describe('the server of `prouie ui`', () => {
  test('stands on the loopback interface, and gives its page to nobody who names it otherwise', async () => {
    expect(address).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/\?token=[0-9a-f]{32}$/);
    expect(await ask({})).toMatchObject({
      status: 200,
      headers: { 'content-type': 'text/html; charset=utf-8' },
    });
    expect(await ask({ headers: { host: 'attacker.example' } })).toMatchObject({ status: 403 });
    expect(await ask({ headers: { host: '127.0.0.1:1' } })).toMatchObject({ status: 403 });
    expect(await ask({ path: '/outline.json', headers: { 'sec-fetch-site': 'cross-site' } })).toMatchObject({
      status: 403,
    });
  });

  test('answers nobody who lacks its token, and carries it in a cookie from the first answer on', async () => {
    for (const path of ['/', '/outline.json', '/measures.json', '/events', '/log?key=a'])
      expect(await ask({ path, token: 'f'.repeat(32) })).toMatchObject({ status: 403 });
    const { headers } = await ask({});
    const [cookie] = headers['set-cookie']!;
    expect(cookie).toMatch(/; HttpOnly; SameSite=Strict$/);
    const carried = { cookie: cookie!.split(';')[0]! };
    expect(await ask({ token: '', headers: carried })).toMatchObject({ status: 200 });
  });

  test('reads, and changes nothing', async () => {
    for (const method of ['POST', 'PUT', 'DELETE'])
      expect(await ask({ method })).toMatchObject({ status: 405 });
    expect(await ask({ path: '/log?key=../../etc/passwd' })).toMatchObject({ status: 404 });
    expect(await ask({ path: '/other' })).toMatchObject({ status: 404 });
  });
});

describe.skipIf(chromiumPath === undefined)(`the live page ${NEEDS}`, () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(async () => browser?.close());

  test('tells of a run that goes on, follows a log, and shows the results at the end', async () => {
    const { page } = await openPage(browser, address);
    const left = await run.gate.arrival('left');
    await page.getByText('A run is going on: 0 of 3 nodes').waitFor();
    await page.getByRole('button', { name: 'Log of left' }).click();
    await page
      .getByRole('dialog', { name: 'Log of left' })
      .getByText('Nothing has been logged yet.')
      .waitFor();
    await page.keyboard.press('Escape');
    left.order({ do: 'flood', megabytes: 1 });
    await page.getByText('A run is going on: 1 of 3 nodes').waitFor();
    (await run.gate.arrival('right')).order({ do: 'throw', message: 'broken on purpose' });
    (await run.gate.arrival('above')).order({ do: 'finish' });
    await page.getByText(/^The last run ended: 3 of 3 nodes, 1 failed in /).waitFor();
    await page.getByRole('heading', { level: 2, name: 'Overview' }).waitFor();
    await page.getByRole('heading', { level: 3, name: 'Failures' }).waitFor();
    expect(await page.locator('main').innerText()).toContain('broken on purpose');
  });
});
