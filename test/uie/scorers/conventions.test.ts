import { describe, expect, test } from 'vitest';
import { countsByProfile, entities, event, events, relations } from './small-answers.ts';

const HIT = '1/0/0';
const WRONG = '0/1/1';
const MISSED = '0/0/1';

describe('conventions, profile by profile (tp/fp/fn)', () => {
  test('case is folded by some for entities, and by InstructUIE alone for relations', () => {
    const text = 'Tarn , in Latin tarn , is near Gard .';
    expect(countsByProfile('entity', entities(text, ['place: Tarn'], '{"place": "tarn"}'))).toEqual({
      prouie: WRONG,
      instructuie: HIT,
      'instructuie-fixed': HIT,
      uie: WRONG,
      gollie: HIT,
      knowcoder: WRONG,
      universalner: HIT,
    });
    const pair = relations(text, [['lives in', 'Tarn', 'Gard']], '{"lives in": "tarn, Gard"}');
    expect(countsByProfile('relation', pair)).toEqual({
      prouie: WRONG,
      instructuie: HIT,
      'instructuie-fixed': HIT,
      uie: WRONG,
      gollie: WRONG,
      knowcoder: WRONG,
    });
  });

  test('blanks at punctuation count for all but InstructUIE', () => {
    const text = 'J. R. Holt , or J.R. Holt';
    expect(
      countsByProfile('entity', entities(text, ['person: J. R. Holt'], '{"person": "J.R. Holt"}')),
    ).toEqual({
      prouie: WRONG,
      instructuie: HIT,
      'instructuie-fixed': HIT,
      uie: WRONG,
      gollie: WRONG,
      knowcoder: WRONG,
      universalner: WRONG,
    });
  });

  test.each([
    ['an article', 'the Larks'],
    ['punctuation', 'Larks !'],
  ])('%s counts for all but UniversalNER', (_, gold) => {
    expect(
      countsByProfile('entity', entities(`${gold} sang`, [`band: ${gold}`], '{"band": "Larks"}')),
    ).toEqual({
      prouie: WRONG,
      instructuie: WRONG,
      'instructuie-fixed': WRONG,
      uie: WRONG,
      gollie: WRONG,
      knowcoder: WRONG,
      universalner: HIT,
    });
  });

  test('"location" is "located" for InstructUIE, wherever it stands', () => {
    const text = 'the location was located';
    const counts = countsByProfile('entity', entities(text, ['place: location'], '{"place": "located"}'));
    expect(counts).toMatchObject({ instructuie: HIT, 'instructuie-fixed': HIT, prouie: WRONG });
  });

  test('a mention that is annotated twice and answered once is a miss unless sets are compared', () => {
    const answer = entities('Nils met Nils', ['person: Nils', 'person: Nils'], '{"person": "Nils"}');
    expect(countsByProfile('entity', answer)).toEqual({
      prouie: HIT,
      instructuie: HIT,
      'instructuie-fixed': HIT,
      uie: '1/0/1',
      gollie: '1/0/1',
      knowcoder: '1/0/1',
      universalner: HIT,
    });
  });

  test('a mention that is annotated once and answered twice is a false alarm, nothing, or right twice', () => {
    const answer = entities('Nils met Nils', ['person: Nils'], '{"person": "Nils | Nils"}');
    expect(countsByProfile('entity', answer)).toEqual({
      prouie: HIT,
      instructuie: HIT,
      'instructuie-fixed': HIT,
      uie: '1/1/0',
      gollie: '1/1/0',
      knowcoder: '2/0/-1',
      universalner: HIT,
    });
  });

  test('GoLLIE drops a mention beyond the number of places where it stands, whatever its type', () => {
    const twice = entities('Nils left Tarn', ['person: Nils'], '{"person": "Nils | nils", "place": "NILS"}');
    expect(countsByProfile('entity', twice)).toMatchObject({ gollie: HIT });
    const overlapping = entities('la la la la', ['band: la la'], '{"band": "la la | la la | la la"}');
    expect(countsByProfile('entity', overlapping)).toMatchObject({ gollie: '1/1/0' });
  });

  test('nothing for nothing is right for InstructUIE, and nothing for the others', () => {
    expect(countsByProfile('entity', entities('It snowed .', [], '{}'))).toEqual({
      prouie: '0/0/0',
      instructuie: HIT,
      'instructuie-fixed': '0/0/0',
      uie: '0/0/0',
      gollie: '0/0/0',
      knowcoder: '0/0/0',
      universalner: '0/0/0',
    });
    expect(countsByProfile('relation', relations('It snowed .', [], '{}'))).toMatchObject({
      instructuie: '0/0/0',
      'instructuie-fixed': '0/0/0',
    });
    expect(countsByProfile('trigger', events('It snowed .', [], '{}'))).toMatchObject({
      instructuie: HIT,
      'instructuie-fixed': '0/0/0',
    });
  });

  test('what is not in the text is a false alarm, or dropped', () => {
    expect(countsByProfile('entity', entities('Nils left', ['person: Nils'], '{"person": "Ole"}'))).toEqual({
      prouie: WRONG,
      instructuie: WRONG,
      'instructuie-fixed': WRONG,
      uie: MISSED,
      gollie: MISSED,
      knowcoder: MISSED,
      universalner: WRONG,
    });
  });

  test('a type outside the schema is a false alarm, dropped, or never asked for', () => {
    expect(countsByProfile('entity', entities('Nils left', ['person: Nils'], '{"ship": "Nils"}'))).toEqual({
      prouie: WRONG,
      instructuie: WRONG,
      'instructuie-fixed': WRONG,
      uie: MISSED,
      gollie: MISSED,
      knowcoder: MISSED,
      universalner: MISSED,
    });
  });

  test('a malformed answer is one false alarm for InstructUIE, and empty for the others', () => {
    expect(countsByProfile('entity', entities('Nils left', ['person: Nils'], 'Nils is a person.'))).toEqual({
      prouie: MISSED,
      instructuie: WRONG,
      'instructuie-fixed': MISSED,
      uie: MISSED,
      gollie: MISSED,
      knowcoder: MISSED,
      universalner: MISSED,
    });
    expect(countsByProfile('entity', entities('It snowed .', [], 'None'))).toMatchObject({
      instructuie: HIT,
    });
    const raw = relations('Nils left', [['lives in', 'Nils', 'Tarn']], 'lives in: Nils , Tarn');
    expect(countsByProfile('relation', raw)).toMatchObject({ instructuie: HIT, 'instructuie-fixed': MISSED });
  });

  test('head and tail are one string for InstructUIE, so a comma may stand on either side of their border', () => {
    const text = 'Holt, Brond of Tarn';
    const answer = relations(
      text,
      [['works for', 'Holt, Brond', 'Tarn']],
      '{"works for": "Holt, Brond of, Tarn"}',
    );
    expect(countsByProfile('relation', answer)).toMatchObject({ instructuie: WRONG });
    const moved = relations(
      text,
      [['works for', 'Holt', 'Brond, Tarn']],
      '{"works for": "Holt, Brond, Tarn"}',
    );
    expect(countsByProfile('relation', moved)).toMatchObject({ instructuie: HIT, 'instructuie-fixed': HIT });
  });

  test('a pair of a mention with itself is dropped by KnowCoder', () => {
    const answer = relations('Nils met Nils', [['lives in', 'Nils', 'Nils']], '{"lives in": "Nils, Nils"}');
    expect(countsByProfile('relation', answer)).toEqual({
      prouie: HIT,
      instructuie: HIT,
      'instructuie-fixed': HIT,
      uie: HIT,
      gollie: HIT,
      knowcoder: MISSED,
    });
  });

  test('types are names to KnowCoder, not strings, and "other" is left out on both sides', () => {
    const types = ['data set', 'Other'];
    const answer = entities(
      'Corl and Oss',
      ['data-set: Corl', 'data_set: Oss', 'Other: Oss'],
      '{"data set": "Corl | Oss", "Other": "Corl"}',
      types,
    );
    expect(countsByProfile('entity', answer)).toMatchObject({ knowcoder: '2/0/0', uie: '0/3/3' });
  });

  test('a bracket in one text makes the list of its type empty for UniversalNER, on both sides', () => {
    const answer = entities(
      'Nils and Ole [2] of Tarn',
      ['person: Nils', 'person: Ole [2]', 'place: Tarn'],
      '{"person": "Nils", "place": "Tarn"}',
    );
    expect(countsByProfile('entity', answer)).toMatchObject({ universalner: '1/1/0', prouie: '2/0/1' });
  });

  const text = 'Riders raided the camp and raided the ford .';

  test('triggers in another order than the annotation are wrong for InstructUIE', () => {
    const gold = [event('Fall', 'ford'), event('Raid', 'raided')];
    const turned = events(text, gold, '{"Raid": "raided:", "Fall": "ford:"}');
    expect(countsByProfile('trigger', turned)).toEqual({
      prouie: '2/0/0',
      instructuie: WRONG,
      'instructuie-fixed': '2/0/0',
      uie: '2/0/0',
      gollie: '2/0/0',
      knowcoder: '2/0/0',
    });
    const right = events(text, gold.toReversed(), '{"Raid": "raided:", "Fall": "ford:"}');
    expect(countsByProfile('trigger', right)).toMatchObject({ instructuie: HIT });
  });

  test('arguments of a wrong trigger count for all but GoLLIE, and for some only where it is in the text', () => {
    const gold = [event('Raid', 'raided', 'Raider: Riders')];
    const inText = events(text, gold, '{"Raid": "ford: Raider: Riders"}');
    expect(countsByProfile('argument', inText)).toEqual({
      prouie: HIT,
      instructuie: HIT,
      'instructuie-fixed': HIT,
      uie: HIT,
      gollie: WRONG,
      knowcoder: HIT,
    });
    const elsewhere = events(text, gold, '{"Raid": "stormed: Raider: Riders"}');
    expect(countsByProfile('argument', elsewhere)).toEqual({
      prouie: HIT,
      instructuie: HIT,
      'instructuie-fixed': HIT,
      uie: MISSED,
      gollie: MISSED,
      knowcoder: MISSED,
    });
  });

  test('each event of a type is asked for by itself by InstructUIE, and all groups of the type answer it', () => {
    const gold = [event('Raid', 'raided', 'Place: camp'), event('Raid', 'raided', 'Place: ford')];
    const answer = events(text, gold, '{"Raid": "raided: Place: camp | raided: Place: ford"}');
    expect(countsByProfile('argument', answer)).toEqual({
      prouie: '2/0/0',
      instructuie: '2/2/0',
      'instructuie-fixed': '2/2/0',
      uie: '2/0/0',
      gollie: '2/0/0',
      knowcoder: '2/0/0',
    });
    const otherType = events(
      text,
      gold.slice(0, 1),
      '{"Raid": "raided: Place: camp", "Fall": "ford: Place: ford"}',
    );
    expect(countsByProfile('argument', otherType)).toMatchObject({ instructuie: HIT, prouie: '1/1/0' });
  });

  test('an argument without a role is dropped by UIE, GoLLIE and KnowCoder', () => {
    const gold = [event('Raid', 'raided', 'Place: camp')];
    const answer = events(text, gold, '{"Raid": "raided: the ford; Place: camp"}');
    expect(countsByProfile('argument', answer)).toEqual({
      prouie: '1/1/0',
      instructuie: '1/1/0',
      'instructuie-fixed': '1/1/0',
      uie: HIT,
      gollie: HIT,
      knowcoder: HIT,
    });
  });

  test('KnowCoder checks a trigger against the text, an argument against the schema, and neither against the other', () => {
    const gold = [event('Raid', 'raided', 'Place: camp')];
    const answer = events(text, gold, '{"Raid": "raided: Place: castle", "Flood": "camp: Place: ford"}');
    expect(countsByProfile('trigger', answer)).toMatchObject({ knowcoder: '1/1/0', uie: HIT });
    expect(countsByProfile('argument', answer)).toMatchObject({ knowcoder: WRONG, uie: MISSED });
  });
});
