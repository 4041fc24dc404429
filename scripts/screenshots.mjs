// Pictures of every view of a report at three widths, light and dark, to look at after a change of the page.
// Usage: node scripts/screenshots.mjs DIR [REPORT.html] [VIEW...]   (default: a new report of the store here, all views)
//        node scripts/screenshots.mjs FILE.png [REPORT.html]        (one picture: Table 5, and where a figure of it is from)
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

const WIDTHS = [360, 1024, 1680];
const HEIGHT = 1000;
const [place, given, ...wanted] = process.argv.slice(2);
if (place === undefined) {
  console.error('Usage: npm run screenshots -- DIR|FILE.png [REPORT.html] [VIEW...]');
  process.exit(2);
}
const single = place.endsWith('.png') ? place : undefined;
const folder = single === undefined ? place : mkdtempSync(join(tmpdir(), 'prouie-picture-'));
mkdirSync(folder, { recursive: true });
const report = resolve(given ?? join(folder, 'report.html'));
if (given === undefined) {
  const prouie = join(dirname(dirname(fileURLToPath(import.meta.url))), 'bin', 'prouie.js');
  execFileSync(process.execPath, [prouie, 'report', '--out', report], { stdio: 'inherit' });
}

const browser = await chromium.launch({
  executablePath: process.env.PROUIE_CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox'],
});
if (single === undefined) await shootAll();
else {
  await shootOne(single);
  rmSync(folder, { recursive: true });
}
await browser.close();

async function shootAll() {
  for (const colorScheme of ['light', 'dark']) {
    for (const width of WIDTHS) {
      const page = await browser.newPage({ viewport: { width, height: HEIGHT }, colorScheme });
      await page.goto(pathToFileURL(report).href);
      const views = await page
        .locator('nav.views a')
        .evaluateAll((links) => links.map(({ hash }) => hash.slice(1)));
      for (const view of views.filter((name) => wanted.length === 0 || wanted.includes(name))) {
        await page.evaluate((hash) => {
          location.hash = hash;
        }, view);
        await page.locator(`section[aria-labelledby="view-${view}"]:visible`).waitFor();
        await shoot(page, `${view}-${width}-${colorScheme}`, colorScheme === 'light');
      }
      if (wanted.length === 0 || wanted.includes('cell')) {
        await page.evaluate(() => {
          location.hash = 'tables';
        });
        await page.locator('button.figure').first().click();
        await shoot(page, `cell-${width}-${colorScheme}`, false);
      }
      await page.close();
    }
  }
}

async function shootOne(path) {
  const page = await browser.newPage({ viewport: { width: 1480, height: 530 } });
  await page.goto(`${pathToFileURL(report).href}#tables`);
  await page.getByRole('link', { name: 'Table 5', exact: true }).click();
  await page.locator('table', { hasText: 'w/o SA (CM+DE)' }).first().locator('button.figure').first().click();
  await page.getByRole('button', { name: 'Close' }).waitFor();
  await page.screenshot({ path });
  console.log(path);
}

async function shoot(page, name, isWhole) {
  // What is out of sight is built while the page has nothing else to do.
  await page.waitForFunction(() =>
    [...document.querySelectorAll('main > section:not([hidden]) :is(.chart-place, .later)')].every(
      (place) => place.childElementCount > 0,
    ),
  );
  const path = join(folder, `${name}.png`);
  const height = isWhole
    ? Math.min(3200, await page.evaluate(() => document.documentElement.scrollHeight))
    : HEIGHT;
  await page.screenshot({
    path,
    clip: { x: 0, y: 0, width: page.viewportSize().width, height },
    fullPage: isWhole,
  });
  console.log(path);
}
