import { describe, expect, test } from 'vitest';
import { zeroCheckpoint } from '../../../src/engines/embedded/checkpoint.ts';
import { projectEvents } from '../../../src/engines/embedded/event-projection.ts';
import { createLexicon } from '../../../src/engines/embedded/lexicon.ts';
import { findOccurrences } from '../../../src/engines/embedded/occurrences.ts';
import { readPassage, textBetween } from '../../../src/engines/embedded/passage.ts';
import { openPolicy, openTrainablePolicy, promptOf } from '../../../src/engines/embedded/policy.ts';
import { projectRelations } from '../../../src/engines/embedded/relation-projection.ts';
import { openSession } from '../../../src/engines/embedded/session.ts';
import { spansOf } from '../../../src/engines/embedded/tags.ts';
import { prepareRows } from '../../../src/engines/embedded/training-rows.ts';
import { renderInstruction } from '../../../src/uie/instruction.ts';
import { ENTITY_SCHEMA, EVENT_SCHEMA, inventRows, RELATION_SCHEMA } from './invented-rows.ts';

const passageOf = (text: string) => readPassage(text, createLexicon());
const promptFor = (schema: Parameters<typeof renderInstruction>[0]) =>
  promptOf(openPolicy(zeroCheckpoint(8)), renderInstruction(schema, 'cm'));

describe('occurrences of a mention', () => {
  const found = (text: string, mention: string): string[] =>
    findOccurrences(passageOf(text), mention).map(({ start, end }) =>
      textBetween(passageOf(text), start, end),
    );

  test('are found on token borders only', () => {
    expect(found('Port Ansel and Portsmouth', 'Port')).toEqual(['Port']);
    expect(found('re-entry, re - entry', 're-entry')).toEqual(['re-entry']);
    expect(found('re-entry, re - entry', 're - entry')).toEqual(['re - entry']);
  });

  test('stand across any run of white space', () => {
    expect(found('Ada \n\t Brunn', 'Ada Brunn')).toEqual(['Ada \n\t Brunn']);
  });

  test('are all of them, also where they overlap', () => {
    expect(found('na na na', 'na na')).toEqual(['na na', 'na na']);
  });

  test('are none for a mention without tokens', () => {
    expect(found('some text', '')).toEqual([]);
    expect(found('some text', '  ')).toEqual([]);
  });
});

describe('entities', () => {
  test('inside longer ones, outside the text or the schema are counted as not projected', () => {
    const instruction = renderInstruction(ENTITY_SCHEMA, 'cm');
    const session = openSession(
      openPolicy(zeroCheckpoint(8)),
      { instruction, input: 'The Harrowby Packet left Lindow.' },
      { temperature: 1, featureDropout: 0 },
    );
    const entities = [
      { type: 'vessel', text: 'Harrowby Packet' },
      { type: 'town', text: 'Harrowby' },
      { type: 'town', text: 'Lindow' },
      { type: 'town', text: 'Estrava' },
      { type: 'harbour', text: 'Lindow' },
    ];
    const { items, unprojected } = session.project({ task: 'ner', entities }, '{}');
    expect({ items, unprojected }).toEqual({ items: 5, unprojected: 3 });
  });
});

describe('relations', () => {
  test('join the head and the tail that stand nearest to each other', () => {
    const passage = passageOf('Odo Vance left. Near Lindow, Odo Vance was born.');
    const relations = [{ type: 'born in', head: 'Odo Vance', tail: 'Lindow' }];
    const { tags, classes, unprojected } = projectRelations(passage, promptFor(RELATION_SCHEMA), relations);
    expect(spansOf(tags).map(({ start, end }) => textBetween(passage, start, end))).toEqual([
      'Lindow',
      'Odo Vance',
    ]);
    expect(spansOf(tags)[1]!.start).toBeGreaterThan(4);
    // born in is type 1; the tail stands first, so the direction is backward
    expect(classes).toEqual([1 + 2 * 1 + 1]);
    expect(unprojected).toBe(0);
  });

  test('prefer mentions that other relations have already', () => {
    const passage = passageOf('Pel Istrom knew Lindow , Estrava and Lindow .');
    const relations = [
      { type: 'born in', head: 'Pel Istrom', tail: 'Lindow' },
      { type: 'lives in', head: 'Pel Istrom', tail: 'Estrava' },
    ];
    const { tags, classes } = projectRelations(passage, promptFor(RELATION_SCHEMA), relations);
    expect(spansOf(tags)).toHaveLength(3);
    expect(classes).toEqual([3, 1, 0]);
  });

  test('whose sides overlap or are missing are counted as not projected', () => {
    const relations = [
      { type: 'born in', head: 'Ada Brunn', tail: 'Brunn' },
      { type: 'born in', head: 'Ada Brunn', tail: 'Quillmere' },
      { type: 'buried in', head: 'Ada Brunn', tail: 'Lindow' },
    ];
    const projected = projectRelations(
      passageOf('Ada Brunn of Lindow'),
      promptFor(RELATION_SCHEMA),
      relations,
    );
    expect(projected.unprojected).toBe(3);
    expect([...projected.tags]).toEqual([0, 0, 0, 0]);
  });
});

describe('events', () => {
  const rows = inventRows('ee', 20, 2);
  const policy = openTrainablePolicy(zeroCheckpoint(8));
  prepareRows(policy, rows);
  const prompt = promptOf(policy, rows[0]!.instruction);

  test('put roles that overlap into different layers, the whole before its parts', () => {
    const layers = prompt.layers.map(({ roles }) => roles.map((role) => prompt.roles[role]));
    expect(layers.findIndex((roles) => roles.includes('Subject'))).toBe(0);
    expect(layers.findIndex((roles) => roles.includes('Subject.Age'))).toBe(1);
  });

  test('take the argument nearest to their trigger and sub-roles inside their role', () => {
    const text =
      'A 31-year-old man drove. Then a 31-year-old woman developed hives, which nemoxine induced, not nemoxine pills.';
    const passage = passageOf(text);
    const { tags, roles, unprojected } = projectEvents(passage, prompt, [
      {
        type: 'adverse event',
        trigger: 'induced',
        arguments: [
          { role: 'Subject', text: 'a 31-year-old woman' },
          { role: 'Subject.Age', text: '31-year-old' },
          { role: 'Treatment', text: 'nemoxine' },
        ],
      },
    ]);
    expect(unprojected).toBe(0);
    expect(spansOf(tags)).toHaveLength(1);
    const placed = roles[0]!
      .flatMap((layer) => spansOf(layer))
      .map(({ start }) => passage.tokens[start]!.start);
    const woman = text.indexOf('a 31-year-old woman');
    expect(placed.sort((a, b) => a - b)).toEqual([woman, woman + 2, text.indexOf('nemoxine')]);
  });

  test('without a place for their trigger are counted with all their arguments', () => {
    const event = { type: 'therapy', trigger: 'given', arguments: [{ role: 'Treatment', text: 'nemoxine' }] };
    const { unprojected } = projectEvents(passageOf('nemoxine given'), prompt, [event, event]);
    expect(unprojected).toBe(2);
  });

  test('without a plan have all roles in one layer', () => {
    expect(promptFor(EVENT_SCHEMA).layers.map(({ roles }) => roles)).toEqual([[0, 1, 2, 3]]);
  });
});
