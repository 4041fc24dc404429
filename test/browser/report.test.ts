import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { prouie } from '../end-to-end/prouie.ts';
import { smallRecipe } from '../end-to-end/small-recipe.ts';
import { HOSTILE, writeHostileStore } from '../report/hostile-store.ts';
import {
  chromiumPath,
  goTo,
  launchChromium,
  NEEDS,
  openPage,
  seriousFindings,
  type Watched,
} from './chromium.ts';

const STAGES = ['--set', 'variants={full: {}, without-de: {}, cm-only: {}, coarse-only: {}, fine-only: {}}'];

let folder: string;
let browser: Browser;
let report: string;
const opened: Watched[] = [];

async function open(...given: Parameters<typeof openPage> extends [Browser, ...infer Rest] ? Rest : never) {
  const watched = await openPage(browser, ...given);
  opened.push(watched);
  return watched.page;
}

async function write(name: string, store: string): Promise<string> {
  const file = join(folder, name);
  const { code, stderr } = await prouie({ cwd: folder }, 'report', '--store', store, '--out', file);
  if (code !== 0) throw new Error(stderr);
  return file;
}

describe.skipIf(chromiumPath === undefined)(`the report in a browser ${NEEDS}`, () => {
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'prouie-browser-'));
    const { code, stderr } = await prouie({ cwd: folder }, 'run', '--quiet', ...smallRecipe, ...STAGES);
    if (code !== 0) throw new Error(stderr);
    report = await write('report.html', join(folder, '.prouie'));
    browser = await launchChromium();
  });
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  test('every part opens from the navigation, and the address leads back to it', async () => {
    const page = await open(report);
    const links = await page.locator('nav.views a').allTextContents();
    expect(links).toHaveLength(11);
    for (const title of links) {
      await page.locator('nav.views').getByRole('link', { name: title, exact: true }).click();
      await page.getByRole('heading', { level: 2, name: title, exact: true }).waitFor();
      expect(await page.locator('main > section:visible').count()).toBe(1);
    }
    await page.goBack();
    await page.getByRole('heading', { level: 2, name: links.at(-2)!, exact: true }).waitFor();
    await page.reload();
    await page.getByRole('heading', { level: 2, name: links.at(-2)!, exact: true }).waitFor();
  });

  test('a figure of a table opens, by keyboard too, and says where it comes from', async () => {
    const page = await open(report);
    await goTo(page, 'tables/1');
    const figure = page.locator('[aria-labelledby="table-1"] button.figure').first();
    await figure.focus();
    await page.keyboard.press('Enter');
    const panel = page.getByRole('dialog');
    const text = await panel.innerText();
    expect(text).toMatch(/Key\s+[0-9a-f]{64}/);
    expect(text).toMatch(
      /Make it again\s+prouie run score\/full\/\S+ --set variants=|prouie run score\/full\/\S+ --set 'variants=/,
    );
    expect(text).toContain('train/de3');
    expect(text).toMatch(/Seeds\s+1/);
    expect(text).toMatch(/Commit\s+[0-9a-f]{12}|Commit\s+not known/);
    await page.keyboard.press('Escape');
    await panel.waitFor({ state: 'hidden' });
    expect(await page.locator('button.figure:focus').count()).toBe(1);
  });

  test('the command that a figure gives makes nothing new, for the result is there', async () => {
    const page = await open(report);
    await goTo(page, 'tables/1');
    await page.locator('[aria-labelledby="table-1"] button.figure').first().click();
    const command = await page
      .getByRole('dialog')
      .locator('dt:text-is("Make it again") + dd code')
      .first()
      .textContent();
    const bin = join(import.meta.dirname, '..', '..', 'bin', 'prouie.js');
    const told = execFileSync('bash', ['-c', `${command!.replace(/^prouie/, `node ${bin}`)} --json`], {
      cwd: folder,
      encoding: 'utf8',
    });
    expect(JSON.parse(told.trim().split('\n').at(-1)!)).toMatchObject({ type: 'summary', ran: 0, failed: 0 });
  });

  test('a figure leads to its examples, with filters that fit', async () => {
    const page = await open(report);
    await goTo(page, 'tables/1');
    await page.locator('[aria-labelledby="table-1"] button.figure').first().click();
    await page.getByRole('button', { name: 'Examples behind this figure' }).click();
    await page.getByRole('heading', { level: 2, name: 'Examples' }).waitFor();
    const dataset = await page.getByLabel('Data set').inputValue();
    expect(dataset).not.toBe('');
    expect(await page.locator('article.example h4').first().textContent()).toContain(dataset);
    expect(await page.locator('article.example').first().locator('.answer').count()).toBe(3);
  });

  test('the search of the explorer finds what a text holds', async () => {
    const page = await open(report);
    await goTo(page, 'examples');
    const id = (await page.locator('article.example h4 bdi').first().textContent())!;
    await page.getByLabel('Search in text, gold, answers').fill(id);
    await page.getByText(/^Examples 1 to \d of \d+\./).waitFor();
    expect(await page.locator('article.example h4').first().textContent()).toContain(id);
    await page.getByLabel('Search in text, gold, answers').fill('no text has this');
    await page.getByText('No example fits.').waitFor();
    expect(await page.locator('article.example').count()).toBe(0);
  });

  test('error classes lead to examples that have them', async () => {
    const page = await open(report);
    await goTo(page, 'errors');
    await page
      .getByRole('button', { name: /^Examples: missing/ })
      .first()
      .click();
    await page.getByRole('heading', { level: 2, name: 'Examples' }).waitFor();
    expect(await page.getByRole('combobox', { name: /^Errors/ }).inputValue()).toMatch(/: missing$/);
    const verdict = await page.locator('article.example').first().locator('.answer.chosen').innerText();
    expect(verdict).toContain('missing');
  });

  test('the graph is walked by arrow keys, searched, and opened down to a node', async () => {
    const page = await open(report);
    await goTo(page, 'graph');
    await page.locator('svg.graph .box').first().focus();
    await page.keyboard.press('ArrowRight');
    expect(await page.evaluate('document.activeElement.getAttribute("aria-label")')).toMatch(
      /^mix: \d+ nodes, fresh$/,
    );
    await page.getByLabel('Search for a node').fill('train/cm2');
    await page.getByText(/^1 node found/).waitFor();
    expect(await page.locator('svg.graph .box:not(.faded)').count()).toBe(1);
    await page.locator('svg.graph .box:not(.faded)').click();
    await page.getByRole('dialog').getByRole('button', { name: 'train/cm2' }).click();
    const text = await page.getByRole('dialog').innerText();
    expect(text).toContain('never-run');
    expect(text).toContain('render/cm2 request');
  });

  // Only contrast differs between light and dark.
  test.each([['light', undefined] as const, ['dark', ['color-contrast']] as const])(
    'axe finds nothing serious in any part, in %s colours',
    async (colorScheme, rules) => {
      const page = await open(report, { colorScheme });
      const found: Record<string, readonly string[]> = {};
      for (const view of await viewsOf(page)) {
        await goTo(page, view);
        // A part alone is quicker to go through.
        await page.reload();
        await goTo(page, view);
        found[view] = await seriousFindings(page, rules);
      }
      await goTo(page, 'tables');
      await page.locator('button.figure').first().click();
      found['panel'] = await seriousFindings(page, rules);
      const clean = Object.fromEntries(Object.keys(found).map((part) => [part, []]));
      expect(found).toEqual(clean);
    },
  );

  test('a page of 320 pixels scrolls in one direction only', async () => {
    const page = await open(report, { width: 320 });
    for (const view of await viewsOf(page)) {
      await goTo(page, view);
      const width = await page.evaluate('document.documentElement.scrollWidth');
      expect({ view, width }).toEqual({ view, width: 320 });
    }
    await goTo(page, 'tables');
    await page.locator('button.figure').first().click();
    expect(await page.evaluate('document.querySelector("dialog").scrollWidth')).toBeLessThanOrEqual(320);
  });

  test('every chart has a text and its figures as a table', async () => {
    const page = await open(report);
    for (const view of ['training', 'figures', 'errors', 'scorers']) {
      await goTo(page, view);
      const charts = page.locator('.chart-figure:visible');
      expect(await charts.count()).toBeGreaterThan(3);
      // Those out of sight are built while the page has nothing else to do.
      const missing = charts.filter({ hasNot: page.locator('svg[role="img"][aria-label]') });
      await expect.poll(() => missing.count()).toBe(0);
      const bare = charts.filter({ hasNot: page.locator('details table') });
      await expect.poll(() => bare.count()).toBe(0);
    }
  });

  test('what is out of sight is built by itself, so that a search in the page finds it', async () => {
    const page = await open(report);
    await goTo(page, 'tables');
    await expect.poll(() => page.locator('main .later').count()).toBe(0);
    expect(await page.locator('.table-section').count()).toBe(await page.locator('table.figures').count());
    expect(await page.evaluate('window.find("Table 9", false, false, true)')).toBe(true);
  });

  test('a link to a table far down leads to it at once, and it stays in place while others are built', async () => {
    const page = await open(`${pathToFileURL(report).href}#tables/9`);
    const heading = page.locator('h3#table-9');
    expect(await page.evaluate('document.activeElement.id')).toBe('table-9');
    expect(await page.locator('[aria-labelledby="table-9"] table.figures').count()).toBe(1);
    const top = async () => (await heading.boundingBox())!.y;
    expect(await top()).toBeLessThan(200);
    await expect.poll(() => page.locator('main .later').count()).toBe(0);
    expect(await top()).toBeLessThan(200);
  });

  test('tables can be seen under another scorer profile, as `prouie tables --scorer` prints them', async () => {
    const page = await open(report);
    await goTo(page, 'tables');
    await page.getByLabel('Scorer profile behind F1').selectOption('gollie');
    await page.getByRole('heading', { name: /Table 5: .*scorer: gollie/ }).waitFor();
    const section = page.locator('[aria-labelledby="table-5"]');
    await section.scrollIntoViewIfNeeded();
    const shown = await section.locator('button.figure .value').allTextContents();
    const words = ['tables', '5', '--scorer', 'gollie', '--json', ...smallRecipe, ...STAGES];
    const { stdout } = await prouie({ cwd: folder }, ...words);
    const { rows } = (JSON.parse(stdout) as { tables: { rows: { cells: { value: number | null }[] }[] }[] })
      .tables[0]!;
    const values = rows.flatMap(({ cells }) => cells.flatMap(({ value }) => value ?? []));
    expect(shown.map((text) => Number(text.replace(/[^\d.-]/g, '')))).toEqual(
      expect.arrayContaining(values.slice(0, 3).map((value) => Number(value.toFixed(2)))),
    );
    await section.locator('button.figure').first().click();
    expect(await page.getByRole('dialog').innerText()).toContain('prouie run table/gollie/5');
  });

  test('an assumption says what another choice changes, or how to measure it', async () => {
    const page = await open(report);
    await goTo(page, 'assumptions');
    const scorer = page.locator('article.entry').filter({ has: page.locator('h4:text-is("scorer")') });
    expect(await scorer.locator('table').innerText()).toMatch(/gollie/);
    const penalty = page
      .locator('article.entry')
      .filter({ has: page.locator('h4:text-is("reward.penalty")') });
    expect(await penalty.innerText()).toMatch(
      /prouie run --set variants\.full\.reward\.penalty=\w+ .*then prouie diff run:\S+ profile:quick/s,
    );
  });

  test('on paper all parts stand one after the other, with every chart and table', async () => {
    const page = await open(report);
    await page.emulateMedia({ media: 'print' });
    await page.evaluate('window.dispatchEvent(new Event("beforeprint"))');
    expect(await page.locator('main > section:visible').count()).toBe(11);
    expect(await page.locator('nav.views').isVisible()).toBe(false);
    expect(await page.locator('main .later').count()).toBe(0);
    const empty = page.locator('.chart-place').filter({ hasNot: page.locator('svg') });
    expect(await empty.count()).toBe(0);
    expect((await page.pdf()).length).toBeGreaterThan(50_000);
    await page.evaluate('window.dispatchEvent(new Event("afterprint"))');
    expect(await page.locator('main > section:visible').count()).toBe(1);
  });

  test('hostile texts are shown as they are, and run nothing', async () => {
    const store = join(folder, 'hostile');
    writeHostileStore(store);
    const page = await open(await write('hostile.html', store));
    for (const view of await viewsOf(page)) await goTo(page, view);
    await goTo(page, 'examples');
    const texts = await Promise.all(
      (await page.locator('article.example .example-text').all()).map(async (text) =>
        (await text.locator('bdi').allTextContents()).join(''),
      ),
    );
    expect(texts.some((text) => text.includes('</script><img src=x onerror'))).toBe(true);
    expect(texts.some((text) => text.includes(HOSTILE.bidi))).toBe(true);
    expect(await page.locator('img, iframe, object').count()).toBe(0);
    expect(await page.title()).toBe('prouie, quick: report');
    await goTo(page, 'graph');
    await page.locator('svg.graph .box').last().focus();
    await page.keyboard.press('Enter');
    expect(await page.getByRole('dialog').innerText()).toContain('onerror');
    expect(await page.title()).toBe('prouie, quick: report');
  });

  test('nothing is asked for and nothing complains, in any page that was opened', () => {
    expect(opened.length).toBeGreaterThan(8);
    expect(opened.flatMap(({ requests }) => requests)).toEqual([]);
    expect(opened.flatMap(({ complaints }) => complaints)).toEqual([]);
  });
});

async function viewsOf(page: Page): Promise<readonly string[]> {
  const hashes = await page.locator('nav.views a').evaluateAll((links) => links.map((link) => String(link)));
  return hashes.map((hash) => hash.slice(hash.indexOf('#') + 1));
}
