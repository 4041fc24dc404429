import { createReadStream, existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseCard } from '../../src/corpora/cards.ts';
import { importCorpus } from '../../src/corpora/import.ts';
import { findLayout } from '../../src/corpora/layout.ts';
import { decodeOutput } from '../../src/uie/decode.ts';
import { encodeTarget } from '../../src/uie/encode.ts';
import { type Example, STYLES } from '../../src/uie/records.ts';
import { computeReward } from '../../src/uie/reward.ts';
import { defaultRewardOptions } from '../../src/uie/reward-settings.ts';
import { squeeze } from '../../src/uie/white-space.ts';
import { itemSet } from './structures.ts';

const corpora = process.env['PROUIE_CORPORA'];
const cards = new URL('../../data/', import.meta.url).pathname;

/** The one mention with ` | ` inside; the format cannot tell it from two. */
const KNOWN_LOSSES: Readonly<Record<string, number>> = { CrossNER_AI: 1 };

function readCards(folder: string) {
  const files = readdirSync(cards).filter((file) => file.endsWith('.yaml'));
  return files.flatMap((file) => {
    const card = parseCard(readFileSync(join(cards, file), 'utf8'), file);
    const found = findLayout(card, (path) => existsSync(join(folder, path)));
    return found.state === 'complete' ? [{ card, layout: found.layout }] : [];
  });
}

function isGivenBack({ text, schema, task, gold }: Example): boolean {
  const wanted = JSON.stringify(
    itemSet(
      JSON.parse(JSON.stringify(gold), (_, value) => (typeof value === 'string' ? squeeze(value) : value)),
    ),
  );
  return STYLES.every((style) => {
    const decoded = decodeOutput(encodeTarget(text, schema, gold, style), { task, schema, text });
    const { overall } = computeReward(gold, decoded, defaultRewardOptions);
    return JSON.stringify(itemSet(decoded.structure)) === wanted && Math.abs(overall - 1) < 1e-12;
  });
}

describe.skipIf(corpora === undefined)('real annotations (needs PROUIE_CORPORA)', () => {
  const found = corpora === undefined ? [] : readCards(corpora);

  test('some corpora were found', () => expect(found.length).toBeGreaterThan(0));

  test.each(found)(
    'of $card.id are given back by the decoder and have reward 1, in both styles',
    async ({ card, layout }) => {
      const open = (path: string) => ({ path, chunks: () => createReadStream(join(corpora!, path), 'utf8') });
      const lost: string[] = [];
      for await (const example of importCorpus(card, layout, open).examples) {
        if (!isGivenBack(example)) lost.push(example.id);
      }
      expect(lost).toHaveLength(KNOWN_LOSSES[card.id] ?? 0);
    },
    60_000,
  );
});
