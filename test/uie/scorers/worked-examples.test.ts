import { describe, expect, test } from 'vitest';
import type { Metric } from '../../../src/uie/scorers/profile.ts';
import { entities, event, events, f1Of, PROFILES, relations, type SmallAnswer } from './small-answers.ts';

const f1ByProfile = (metric: Metric, answers: readonly SmallAnswer[]) =>
  Object.fromEntries(PROFILES.map((name) => [name, f1Of(name, metric, answers)]));

describe('the same answers under every profile', () => {
  test('three sentences with entities range from 50 to 100', () => {
    const answers = [
      entities(
        'Nils met Nils in Tarn .',
        ['person: Nils', 'person: Nils', 'place: Tarn'],
        '{"person": "Nils", "place": "Tarn"}',
      ),
      entities('It snowed .', [], '{"person": "", "place": "", "band": ""}'),
      entities(
        'The Larks sang in tarn .',
        ['band: The Larks', 'place: tarn'],
        '{"band": "Larks", "place": "Tarn"}',
      ),
    ];
    expect(f1ByProfile('entity', answers)).toEqual({
      prouie: '50.0',
      instructuie: '80.0',
      'instructuie-fixed': '75.0',
      uie: '50.0',
      gollie: '66.7',
      knowcoder: '50.0',
      universalner: '100.0',
    });
  });

  test('a relation with other blanks and another case is right, wrong or dropped', () => {
    const answers = [
      relations(
        'Vera Holt of Brond , Inc. lives in Tarn .',
        [
          ['works for', 'Vera Holt', 'Brond , Inc.'],
          ['lives in', 'Vera Holt', 'Tarn'],
        ],
        '{"works for": "vera holt, Brond, Inc.", "lives in": "Vera Holt, Tarn"}',
      ),
    ];
    expect(f1ByProfile('relation', answers)).toEqual({
      prouie: '50.0',
      instructuie: '100.0',
      'instructuie-fixed': '100.0',
      uie: '66.7',
      gollie: '66.7',
      knowcoder: '66.7',
      universalner: undefined,
    });
    const withNoRelation = [...answers, relations('Ole left Gard .', [['NA', 'Ole', 'Gard']], '{}')];
    expect(f1Of('instructuie', 'relation', withNoRelation)).toBe('80.0');
  });

  const text = 'Riders raided the camp ; guards were slain and many fell .';
  const gold = [
    event('Raid', 'raided', 'Raider: Riders', 'Place: camp'),
    event('Fall', 'slain', 'Victim: guards'),
    event('Fall', 'fell', 'Victim: guards'),
  ];
  const answerWith = (trigger: string) => [
    events(
      text,
      gold,
      `{"Raid": "raided: Raider: Riders", "Fall": "${trigger}: Victim: guards; Place: camp"}`,
    ),
  ];

  test('one event too few halves nothing but the accuracy of InstructUIE', () => {
    expect(f1ByProfile('trigger', answerWith('slain'))).toEqual({
      prouie: '80.0',
      instructuie: '0.0',
      'instructuie-fixed': '80.0',
      uie: '80.0',
      gollie: '80.0',
      knowcoder: '80.0',
      universalner: undefined,
    });
    expect(f1ByProfile('argument', answerWith('slain'))).toEqual({
      prouie: '66.7',
      instructuie: '66.7',
      'instructuie-fixed': '66.7',
      uie: '57.1',
      gollie: '57.1',
      knowcoder: '57.1',
      universalner: undefined,
    });
  });

  test('a trigger that is a word too long costs arguments under GoLLIE alone', () => {
    expect(f1ByProfile('trigger', answerWith('were slain'))).toEqual({
      prouie: '40.0',
      instructuie: '0.0',
      'instructuie-fixed': '40.0',
      uie: '40.0',
      gollie: '40.0',
      knowcoder: '40.0',
      universalner: undefined,
    });
    expect(f1ByProfile('argument', answerWith('were slain'))).toEqual({
      prouie: '66.7',
      instructuie: '66.7',
      'instructuie-fixed': '66.7',
      uie: '57.1',
      gollie: '28.6',
      knowcoder: '57.1',
      universalner: undefined,
    });
  });
});
