// How quickly the report answers on a large store: more than 1,000 nodes and 100,000 predictions, made by a run of the
// profile quick with more test rows. Each figure is the median over fresh pages in Chromium, of the file that `prouie
// report` writes and of `prouie ui`; a time ends when the frame is painted that shows all of the result that is in sight.
// node bench/report.mjs [ROUNDS] [STORE]   (default: 5 rounds, a new store; exits with 1 where a goal is missed)
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

const FIRST_VIEW = 1000;
const INTERACTION = 100;
const NODES = 1_000;
const PREDICTIONS = 100_000;
/** Rows of each of the 36 test sets, which 16 models answer. */
const TEST_ROWS = 190;

const rounds = Number(process.argv[2] ?? 5);
const prouie = join(dirname(dirname(fileURLToPath(import.meta.url))), 'bin', 'prouie.js');
const folder = mkdtempSync(join(tmpdir(), 'prouie-bench-'));
const store = process.argv[3] === undefined ? join(folder, 'store') : resolve(process.argv[3]);
let server;
let browser;

try {
  if (process.argv[3] === undefined) {
    const seconds = time(() =>
      call('run', '--quiet', '--store', store, '--set', `synthetic.test=${TEST_ROWS}`),
    );
    console.log(`store: made in ${seconds.toFixed(0)} s`);
  }
  const [{ nodes, predictions }] = JSON.parse(
    call(
      'sql',
      'SELECT (SELECT count(*) FROM nodes) AS nodes, (SELECT count(*) FROM predictions) AS predictions',
      '--format',
      'json',
      '--store',
      store,
    ),
  );
  console.log(`store: ${nodes} nodes, ${predictions} predictions`);
  if (nodes < NODES || predictions < PREDICTIONS)
    console.log(
      `store: smaller than the ${NODES} nodes and ${PREDICTIONS} predictions that the goals are for`,
    );
  const file = join(folder, 'report.html');
  const seconds = time(() => call('report', '--store', store, '--out', file));
  console.log(`prouie report: ${(statSync(file).size / 1e6).toFixed(1)} MB in ${seconds.toFixed(1)} s`);
  browser = await chromium.launch({
    executablePath: process.env.PROUIE_CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox'],
  });
  const { address, started } = await serve();
  console.log(`prouie ui: gives its address after ${started.toFixed(1)} s`);
  const results = [
    ...(await measureTarget('prouie ui', address)),
    ...(await measureTarget('prouie report', pathToFileURL(file).href)),
  ];
  console.log(`load: ${loadavg()[0].toFixed(1)} on ${cpus().length} processors\n`);
  printResults(results);
  if (results.some(({ median, goal }) => median >= goal)) process.exitCode = 1;
} finally {
  await browser?.close();
  server?.kill('SIGTERM');
  rmSync(folder, { recursive: true, force: true });
}

function call(...words) {
  return execFileSync(process.execPath, [prouie, ...words], {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: 1e8,
  });
}

function time(act) {
  const began = performance.now();
  act();
  return (performance.now() - began) / 1000;
}

async function serve() {
  const began = performance.now();
  server = spawn(process.execPath, [prouie, 'ui', '--port', '0', '--store', store], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [address] = await once(createInterface({ input: server.stdout }), 'line');
  return { address, started: (performance.now() - began) / 1000 };
}

/** What is done on every fresh page, in this order. */
async function actions(page) {
  const opened = await page
    .locator('nav.views a')
    .evaluateAll((links) =>
      links.slice(1).map(({ hash, textContent }) => ({ view: hash.slice(1), title: textContent })),
    );
  const open = opened.map(({ view, title }) => ({ name: `open ${title}`, view }));
  const after = (view) => open.findIndex((action) => action.view === view) + 1;
  const also = {
    tables: [
      { name: 'tables: click a figure', click: 'button.figure', until: 'dialog[open] .facts' },
      {
        name: 'tables: close its panel',
        click: 'dialog[open] .close',
        until: 'body:not(:has(dialog[open]))',
      },
      { name: 'tables: another scorer profile', choose: 'Scorer profile' },
    ],
    graph: [
      { name: 'graph: search for a node', type: 'score/full/', in: 'input[type=search]' },
      { name: 'graph: open a node', click: '.nodes button.link', until: 'dialog[open] .facts' },
      { name: 'graph: close its panel', click: 'dialog[open] .close', until: 'body:not(:has(dialog[open]))' },
    ],
    training: [{ name: 'training: another variant', choose: 'Variant' }],
    examples: [
      { name: 'examples: search', type: 'the', in: 'input[type=search]' },
      { name: 'examples: search for what none has', type: 'no text has this', in: 'input[type=search]' },
      { name: 'examples: clear the search', type: '', in: 'input[type=search]' },
      { name: 'examples: answers of another variant', choose: 'Answers of' },
      { name: 'examples: one data set', choose: 'Data set' },
      { name: 'examples: with any error', choose: 'Errors' },
      { name: 'examples: next page', click: '.pager button:nth-of-type(3)' },
    ],
    scorers: [{ name: 'scorers: another variant', choose: 'Variant' }],
  };
  for (const [view, more] of Object.entries(also))
    open.splice(after(view), 0, ...more.map((action) => ({ ...action, at: view })));
  return open;
}

async function measureTarget(target, address) {
  const samples = new Map();
  const add = (name, milliseconds, goal = INTERACTION) => {
    const sample = samples.get(name) ?? { target, name, goal, values: [] };
    samples.set(name, sample);
    sample.values.push(milliseconds);
  };
  for (let round = 0; round < rounds; round++) {
    const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    await page.addInitScript(watchPage);
    await page.goto(address);
    // That of the first round is an answer to a question that was never asked before.
    const firstView = await page.evaluate(() => globalThis.bench.firstView);
    if (round === 0) add('first view, at first', firstView, FIRST_VIEW);
    else add('first view', firstView, FIRST_VIEW);
    // Until all examples are there: `prouie ui` sends them after the first view.
    await page.evaluate(() => globalThis.bench.whole());
    if (target === 'prouie ui')
      console.log(
        `${target}: scores and answers are there ${await page.evaluate(() => (performance.now() / 1000).toFixed(1))} s after the page was opened`,
      );
    for (const action of await actions(page)) {
      const milliseconds = await page.evaluate((one) => globalThis.bench.act(one), action);
      if (milliseconds !== null) add(action.name, milliseconds);
    }
    add('longest block in between', await page.evaluate(() => globalThis.bench.longestBlock()));
    await page.close();
  }
  return [...samples.values()].map(({ values, ...rest }) => ({
    ...rest,
    median: median(values),
    most: Math.max(...values),
  }));
}

/** Runs in the page before its own script: takes the time of the first view, and of every action after it. */
function watchPage() {
  const painted = () =>
    new Promise((done) => {
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => done();
        port2.postMessage(null);
      });
    });
  const until = async (isSo) => {
    const began = performance.now();
    do await painted();
    while (!isSo() && performance.now() - began < 60_000);
    if (!isSo()) throw new Error(`The page never came to: ${isSo}`);
  };
  const shown = () => document.querySelector('main > section:not([hidden])');
  const isInSight = (part) => {
    const { top, bottom, width } = part.getBoundingClientRect();
    return width > 0 && bottom > 0 && top < innerHeight;
  };
  /** Nothing in sight is still to be drawn. */
  const isDrawn = () =>
    shown() !== null &&
    shown().querySelector('[aria-busy="true"]') === null &&
    [...shown().querySelectorAll('.chart-place, .later')].every(
      (place) => place.childElementCount > 0 || !isInSight(place),
    );
  const blocks = [];
  let isActing = false;
  new PerformanceObserver((list) => {
    if (!isActing) blocks.push(...list.getEntries().map(({ duration }) => duration));
  }).observe({ type: 'longtask' });
  const takeBlocks = () => blocks.splice(0);
  const perform = ({ view, at, click, choose, type, in: field }) => {
    const place = document.querySelector(`section[aria-labelledby="view-${at}"]`);
    if (view !== undefined) document.querySelector(`nav.views a[href="#${view}"]`).click();
    if (click !== undefined)
      (
        document.querySelector(`dialog[open] ${click}`) ??
        place.querySelector(click) ??
        document.querySelector(click)
      ).click();
    if (type !== undefined) {
      place.querySelector(field).value = type;
      place.querySelector(field).dispatchEvent(new Event('input', { bubbles: true }));
    }
    if (choose !== undefined) {
      const label = [...place.querySelectorAll('label')].find(({ textContent }) =>
        textContent.startsWith(choose),
      );
      const select = label?.querySelector('select');
      if (select === undefined || select === null) return false;
      select.selectedIndex = (select.selectedIndex + 1) % select.options.length;
      select.dispatchEvent(new Event('change', { bubbles: true }));
    }
    return true;
  };
  const isThere = ({ view, until: selector }) =>
    (view === undefined || shown()?.getAttribute('aria-labelledby') === `view-${view}`) &&
    (selector === undefined || document.querySelector(selector) !== null);
  let longest = 0;
  globalThis.bench = {
    firstView: until(() => shown()?.querySelector('.facts') !== null && shown() !== null).then(() =>
      performance.now(),
    ),
    whole: () => until(() => document.querySelector('main [aria-busy="true"]') === null),
    act: async (action) => {
      await painted();
      isActing = true;
      const began = performance.now();
      if (!perform(action)) return null;
      await until(() => isThere(action) && isDrawn());
      const took = performance.now() - began;
      takeBlocks();
      isActing = false;
      // What is built afterwards must not block the next action either.
      await new Promise((done) => setTimeout(done, 150));
      longest = Math.max(longest, ...takeBlocks());
      return took;
    },
    longestBlock: () => longest,
  };
}

function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}

function printResults(results) {
  const shown = (value) => `${value.toFixed(0)} ms`;
  console.log(`${'what'.padEnd(54)}${'median'.padStart(9)}${'longest'.padStart(9)}${'goal'.padStart(10)}`);
  for (const { target, name, goal, median: middle, most } of results) {
    const verdict = middle < goal ? 'met' : 'MISSED';
    console.log(
      `${`${target}, ${name}`.padEnd(54)}${shown(middle).padStart(9)}${shown(most).padStart(9)}${`< ${shown(goal)}`.padStart(10)}  ${verdict}`,
    );
  }
}
