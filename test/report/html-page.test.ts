import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sampleExamples } from '../../src/report/examples-part.ts';
import { embedJson, writeHtmlPage } from '../../src/report/html-page.ts';
import type { ExamplesPart } from '../../src/report/report-content.ts';
import { gatherReport } from '../../src/report/report-data.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { writeHostileStore } from './hostile-store.ts';

const ASSETS = { script: 'document.title += "!";', style: 'body { margin: 0 }' };

describe('data inside a page', () => {
  test('whatever the data hold, they end no element and read back as they were', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = embedJson(value);
        expect(text).not.toMatch(/[<\u2028\u2029]/);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
    expect(embedJson('</script><!--\u2028')).toBe('"\\u003c/script>\\u003c!--\\u2028"');
  });

  test('a page of a hostile store has the two scripts that it should have', async () => {
    const root = temporaryFolder();
    writeHostileStore(root);
    const content = await gatherReport({ store: root, pipeline: 'prouie', profile: 'quick', audit: [] });
    const { html } = writeHtmlPage(content, ASSETS, 1e6);
    expect(html.match(/<script/g)).toHaveLength(2);
    expect(html.match(/<img/g)).toBeNull();
  });

  test('the policy of a page names its script and style by their digests, and lets nothing be loaded', async () => {
    const root = temporaryFolder();
    writeHostileStore(root);
    const content = await gatherReport({ store: root, pipeline: 'prouie', profile: 'quick', audit: [] });
    const { html } = writeHtmlPage(content, ASSETS, 1e6);
    const [, policy] = /Content-Security-Policy" content="([^"]*)"/.exec(html)!;
    expect(policy).toContain("default-src 'none'");
    expect(policy).toMatch(/script-src 'sha256-[\w+/]+=*'/);
    expect(policy).not.toContain('unsafe');
    expect(policy).not.toContain('connect-src');
  });
});

describe('a sample of examples', () => {
  const part: ExamplesPart = {
    settings: ['full'],
    schemas: ['{"types":[]}'],
    classes: [],
    total: 60,
    examples: Array.from({ length: 60 }, (_, index) => ({
      id: `e-${index}`,
      dataset: index < 50 ? 'Large' : 'Small',
      task: 'ner',
      text: 'word '.repeat(20),
      schema: 0,
      gold: '{"entities":[]}',
      outputs: [{ text: '{}', wrong: [] }],
      answers: [0],
    })),
  };

  test('everything stays where it fits', () => {
    expect(sampleExamples(part, 1e6)).toBe(part);
  });

  test('what is left out leaves some of every data set, in their order, within the size', () => {
    const sample = sampleExamples(part, 5_000);
    const kept = sample.examples.map(({ dataset }) => dataset);
    expect(Buffer.byteLength(embedJson(sample))).toBeLessThanOrEqual(5_000);
    expect(kept.length).toBeGreaterThan(10);
    expect(kept.filter((dataset) => dataset === 'Small')).toHaveLength(10);
    const order = part.examples.map(({ id }) => id);
    const places = sample.examples.map(({ id }) => order.indexOf(id));
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(sample.total).toBe(60);
  });

  test('the same examples are drawn again, and more room only adds some', () => {
    const small = sampleExamples(part, 4_000).examples.map(({ id }) => id);
    const large = sampleExamples(part, 8_000).examples.map(({ id }) => id);
    expect(sampleExamples(part, 4_000).examples.map(({ id }) => id)).toEqual(small);
    expect(large).toEqual(expect.arrayContaining(small));
    expect(large.length).toBeGreaterThan(small.length);
  });

  test('without any room none is left', () => {
    expect(sampleExamples(part, 0).examples).toEqual([]);
  });
});
