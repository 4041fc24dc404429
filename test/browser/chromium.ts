import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';

/** Debian's Chromium, or the one that PROUIE_CHROMIUM names; undefined where there is none. */
export const chromiumPath = [process.env['PROUIE_CHROMIUM'], '/usr/bin/chromium'].find(
  (path) => path !== undefined && existsSync(path),
);

/** Why tests are skipped, for their titles. */
export const NEEDS = '(needs Chromium)';

export function launchChromium(): Promise<Browser> {
  return chromium.launch({ executablePath: chromiumPath!, args: ['--no-sandbox'] });
}

export interface Watched {
  readonly page: Page;
  /** Addresses that were asked for, but for the page itself. */
  readonly requests: readonly string[];
  /** Errors of scripts and of the policy. */
  readonly complaints: readonly string[];
}

export interface Look {
  readonly width?: number;
  readonly colorScheme?: 'light' | 'dark';
}

/** Opens a file or an address, and keeps account of what it asks for and complains of. */
export async function openPage(browser: Browser, target: string, look: Look = {}): Promise<Watched> {
  const { width = 1280, colorScheme = 'light' } = look;
  const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme });
  const requests: string[] = [];
  const complaints: string[] = [];
  const address = /^(https?|file):/.test(target) ? target : pathToFileURL(target).href;
  page.on('request', (request) => {
    if (request.url() !== address.replace(/#.*/, '')) requests.push(request.url());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  await page.goto(address);
  return { page, requests, complaints };
}

export async function goTo(page: Page, hash: string): Promise<void> {
  await page.evaluate(`location.hash = ${JSON.stringify(hash)}`);
  const view = /^[\w-]+/.exec(hash)![0];
  await page.locator(`section[aria-labelledby="view-${view}"]:visible`).waitFor();
  // Charts are drawn once their places have a width.
  await page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))');
}

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

/**
 * What axe-core finds that is serious or critical, each as one line.
 *
 * @param rules those to hold the page against; all where left out
 */
export async function seriousFindings(page: Page, rules?: readonly string[]): Promise<readonly string[]> {
  // The policy of the page lets no script in; evaluated code is not held against it.
  await page.evaluate(readFileSync(AXE, 'utf8'));
  const violations = await page.evaluate(async (runOnly) => {
    const { axe } = globalThis as unknown as {
      readonly axe: {
        run(options: object): Promise<{
          readonly violations: readonly {
            readonly id: string;
            readonly impact: string;
            readonly nodes: readonly { readonly html: string }[];
          }[];
        }>;
      };
    };
    return (await axe.run(runOnly === undefined ? {} : { runOnly })).violations.map(
      ({ id, impact, nodes }) => ({
        id,
        impact,
        html: nodes[0]?.html ?? '',
      }),
    );
  }, rules);
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, html }) => `${id}: ${html.slice(0, 160)}`);
}
