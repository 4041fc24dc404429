import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scaledCounts } from '../../src/corpora/synthetic/counts.ts';
import { LEXICON_FILES, readLexicon } from '../../src/corpora/synthetic/lexicon.ts';
import { synthesize } from '../../src/corpora/synthetic/synthesize.ts';
import { decodeOutput } from '../../src/uie/decode.ts';
import { encodeTarget } from '../../src/uie/encode.ts';
import type { Example, Schema, Structure } from '../../src/uie/records.ts';
import { findOnWordBorders } from '../../src/uie/word-borders.ts';
import { cards, lexicon, lexiconFiles, quickSets, valuesOf } from './synthetic-sets.ts';

const sets = quickSets(1);
const examples = sets.flat();
const few = { train: 6, val: 3, test: 3 };
const card = (id: string) => cards.find((one) => one.id === id)!;

describe('a synthetic stand-in', () => {
  it('is made for each of the 36 cards', () => {
    expect(sets.filter((set) => set.length > 0)).toHaveLength(36);
  });

  it('is the same for the same seed, and another for another seed', () => {
    expect(JSON.stringify(quickSets(1))).toBe(JSON.stringify(sets));
    for (const set of quickSets(2)) {
      const texts = new Set(
        sets.find(([first]) => first!.dataset === set[0]!.dataset)!.map(({ text }) => text),
      );
      expect(set.filter(({ text }) => texts.has(text)).length).toBeLessThan(set.length / 50);
    }
  });

  it('takes the names of a label from a few when so many are asked for, in test rows the same as in training', () => {
    const counts = { train: 400, val: 0, test: 100 };
    const namesOf = (names?: number) => {
      const rows = synthesize(card('ncbi-disease'), lexicon, { seed: 1, counts, names });
      const of = (split: string) => new Set(rows.filter((row) => row.split === split).flatMap(valuesOf));
      return { train: of('train'), test: of('test') };
    };
    const few = namesOf(8);
    const known = [...few.test].filter((name) => few.train.has(name));
    expect(known.length).toBeGreaterThan(few.test.size / 2);
    expect(few.train.size).toBeLessThan(namesOf().train.size / 3);
    expect(namesOf(8)).toEqual(few);
  });

  it('numbers its rows by split, and keeps them when more are asked for', () => {
    const small = synthesize(card('SciERC'), lexicon, { seed: 1, counts: few });
    const large = synthesize(card('SciERC'), lexicon, { seed: 1, counts: { train: 20, val: 9, test: 9 } });
    expect(small.map(({ id }) => id).slice(4, 8)).toEqual([
      'SciERC-train-5',
      'SciERC-train-6',
      'SciERC-val-1',
      'SciERC-val-2',
    ]);
    expect(new Set(large.map(({ id }) => id)).size).toBe(large.length);
    const kept = large.filter(({ id }) => small.some((row) => row.id === id));
    expect(kept).toEqual(small);
  });

  it('holds every value of the gold in its text, cut at no word', () => {
    const lost = examples.flatMap((example) => {
      const missing = valuesOf(example).filter((value) => findOnWordBorders(example.text, value) < 0);
      return missing.map((value) => ({ id: example.id, value }));
    });
    expect(lost).toEqual([]);
  });

  it('has only types and roles of its card', () => {
    expect(examples.flatMap(labelsOutside)).toEqual([]);
  });

  it('uses every type of its card', () => {
    for (const set of sets) {
      const { schema } = set[0]!;
      const used = new Set(set.flatMap(({ gold }) => typesOf(gold)));
      const types = schema.types.map((type) => (typeof type === 'string' ? type : type.name));
      const missing = types.filter((type) => !used.has(type));
      expect(missing.length, `${set[0]!.dataset}: ${missing.join(', ')}`).toBeLessThan(types.length / 4 + 1);
    }
  });

  it('shares next to no text between its splits', () => {
    const splitOf = new Map<string, string>();
    const shared = examples.filter(({ dataset, split, text }) => {
      const key = `${dataset} ${text}`;
      const other = splitOf.get(key);
      splitOf.set(key, split);
      return other !== undefined && other !== split;
    });
    expect(shared.length).toBeLessThan(examples.length / 500);
  });

  it('is decoded from its target strings as it was, in both styles', () => {
    const changed = examples.filter(({ text, schema, gold, task }) =>
      (['cm', 'sa'] as const).some((style) => {
        const context = { task, schema, text };
        const { structure, repairs } = decodeOutput(encodeTarget(text, schema, gold, style), context);
        return repairs.length > 0 || !isDeepStrictEqual(asSets(structure), asSets(gold));
      }),
    );
    expect(changed).toEqual([]);
  });

  it('has a shorter streamlined than complete target: less than 60 % for relations', () => {
    const rows = sets.filter(([first]) => first!.task === 're').flat();
    const length = (style: 'cm' | 'sa'): number =>
      rows.reduce((sum, { text, schema, gold }) => sum + encodeTarget(text, schema, gold, style).length, 0);
    expect(length('sa') / length('cm')).toBeLessThan(0.6);
  });

  it('has rows without an answer unless its card drops them', () => {
    const isEmpty = ({ gold }: Example): boolean => typesOf(gold).length === 0;
    for (const set of sets) {
      const { emptyRows } = card(set[0]!.dataset);
      if (emptyRows === 'drop') expect(set.filter(isEmpty), set[0]!.dataset).toEqual([]);
    }
    expect(card('GIDS').emptyRows).toBe('drop');
    expect(examples.filter(({ dataset }) => dataset === 'NYT').some(isEmpty)).toBe(true);
    const dropping = synthesize({ ...card('CoNLL2003'), emptyRows: 'drop' }, lexicon, {
      seed: 1,
      counts: { ...few, train: 200 },
    });
    expect(dropping.filter(isEmpty)).toEqual([]);
  });

  it('has words of its own out of domain', () => {
    const names = (domain: 'in' | 'out'): Set<string> => {
      const ids = cards.filter((one) => one.domain === domain).map(({ id }) => id);
      const values = examples
        .filter(({ task, dataset }) => task === 'ner' && ids.includes(dataset))
        .flatMap(valuesOf);
      return new Set(values.map((value) => value.slice(-3)));
    };
    const [inside, outside] = [names('in'), names('out')];
    const unseen = [...outside].filter((ending) => !inside.has(ending));
    expect(unseen.length).toBeGreaterThan(outside.size / 3);
  });
});

describe('any labels', () => {
  const label = fc.oneof(
    fc.string({ minLength: 1, unit: 'grapheme' }),
    fc.constantFrom('constructor', '__proto__', '10'),
  );
  const labels = fc.uniqueArray(label, { minLength: 1, maxLength: 6 });
  const schema: fc.Arbitrary<Schema> = fc.oneof(
    labels.map((types): Schema => ({ task: 'ner', types })),
    labels.map((types): Schema => ({ task: 're', types })),
    fc.tuple(labels, fc.array(fc.uniqueArray(label, { maxLength: 5 }), { minLength: 6, maxLength: 6 })).map(
      ([names, roles]): Schema => ({
        task: 'ee',
        types: names.map((name, index) => ({ name, roles: roles[index]! })),
      }),
    ),
  );

  it('have a stand-in whose values are in the texts and whose labels are in the schema', () => {
    fc.assert(
      fc.property(schema, fc.constantFrom('in', 'out'), (any, domain) => {
        const rows = synthesize({ id: 'any', task: any.task, schema: any, domain }, lexicon, {
          seed: 1,
          counts: few,
        });
        for (const row of rows) {
          for (const value of valuesOf(row)) expect(row.text).toContain(value);
          expect(labelsOutside(row)).toEqual([]);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('look alike in every data set that has them', () => {
    const endings = (id: string): Set<string> => {
      const set = { id, task: 'ner', schema: { task: 'ner', types: ['glimmer'] }, domain: 'in' } as const;
      const rows = synthesize(set, lexicon, { seed: 1, counts: { train: 200, val: 0, test: 0 } });
      return new Set(rows.flatMap(valuesOf).map((value) => value.slice(-4)));
    };
    const [one, other] = [endings('one'), endings('other')];
    expect([...one].filter((ending) => other.has(ending)).length).toBeGreaterThan(2);
  });

  it('may hold roles inside roles: the inner argument is part of the outer one', () => {
    const rows = examples.filter(({ dataset }) => dataset === 'PHEE');
    const inner = rows
      .flatMap(({ gold }) => (gold.task === 'ee' ? gold.events : []))
      .flatMap((event) => {
        const subjects = event.arguments.filter(({ role }) => role === 'Subject');
        return event.arguments
          .filter(({ role }) => role.startsWith('Subject.'))
          .map(({ text }) => ({ text, subjects }));
      });
    expect(inner.length).toBeGreaterThan(10);
    for (const { text, subjects } of inner)
      expect(subjects.some((subject) => subject.text.includes(text))).toBe(true);
  });
});

describe('the lexicon', () => {
  it('is only needed as far as the task goes', () => {
    for (const id of ['CoNLL2003', 'CoNLL2004', 'CASIE']) {
      const files = LEXICON_FILES[card(id).task].map((file) => [file, lexiconFiles[file]] as const);
      const own = readLexicon(Object.fromEntries(files));
      expect(synthesize(card(id), own, { seed: 1, counts: few })).toEqual(
        synthesize(card(id), lexicon, { seed: 1, counts: few }),
      );
    }
  });

  it('is asked for when a task needs a part that is not there', () => {
    const { words, entities } = lexicon;
    expect(() => synthesize(card('CASIE'), { words, entities }, { seed: 1, counts: few })).toThrowError(
      expect.objectContaining({
        code: 'PROUIE_LEXICON_INCOMPLETE',
        message: expect.stringContaining('"events"'),
      }),
    );
  });

  it('is refused with file and place when a share is out of range or has no such name', () => {
    const entities = structuredClone(lexiconFiles.entities) as { shares: Record<string, number> };
    entities.shares['none'] = 12;
    expect(() => readLexicon({ ...lexiconFiles, entities })).toThrowError(
      expect.objectContaining({
        code: 'PROUIE_LEXICON_INVALID',
        message: expect.stringContaining('shares.none'),
        location: { file: 'data/synthetic/entities.yaml' },
      }),
    );
    entities.shares = { ...entities.shares, none: 0.1, nothing: 0.1 };
    expect(() => readLexicon({ ...lexiconFiles, entities })).toThrowError(/shares.*nothing/);
  });
});

describe('scaled counts', () => {
  const published = { labels: 4, roles: null, train: 15_000, val: 3_250, test: 40 };

  it('are a share of Table 8, not under the minimum, and never more than Table 8 has', () => {
    expect(scaledCounts(published, 0.01, 50)).toEqual({ train: 150, val: 50, test: 40 });
    expect(scaledCounts(published, 2, 50)).toEqual({ train: 15_000, val: 3_250, test: 40 });
  });

  it('leave the training rows of sets out of domain away', () => {
    expect(scaledCounts({ ...published, train: null }, 0.01, 50)).toEqual({ train: 0, val: 50, test: 40 });
  });
});

function typesOf(gold: Structure): readonly string[] {
  if (gold.task === 'ner') return gold.entities.map(({ type }) => type);
  return gold.task === 're' ? gold.relations.map(({ type }) => type) : gold.events.map(({ type }) => type);
}

/** The types and roles of the gold that the schema does not allow. */
function labelsOutside({ gold, schema }: Example): readonly string[] {
  if (gold.task !== 'ee' || schema.task !== 'ee') {
    const types = schema.types as readonly string[];
    return typesOf(gold).filter((type) => !types.includes(type));
  }
  const all = schema.types.flatMap(({ roles }) => roles);
  return gold.events.flatMap((event) => {
    const type = schema.types.find(({ name }) => name === event.type);
    if (type === undefined) return [event.type];
    const allowed = type.roles.length === 0 ? all : type.roles;
    return event.arguments.map(({ role }) => role).filter((role) => !allowed.includes(role));
  });
}

/** Answers without order and repetition. */
function asSets(gold: Structure): readonly string[] {
  const unique = (texts: readonly string[]): string[] => [...new Set(texts)].sort();
  if (gold.task === 'ner') return unique(gold.entities.map(({ type, text }) => `${type}|${text}`));
  if (gold.task === 're')
    return unique(gold.relations.map(({ type, head, tail }) => `${type}|${head}|${tail}`));
  const groups = gold.events.map((event) => {
    const roles = unique(event.arguments.map(({ role, text }) => `${role}: ${text}`));
    return `${event.type}|${event.trigger}|${roles.join('; ')}`;
  });
  return groups.sort();
}
