import { describe, expect, test } from 'vitest';
import { bindParameters, parseNamedQuery } from '../../src/catalog/named-query.ts';

const WORST = `-- The worst data sets
-- $variant = full: the variant
-- $limit=5
-- $task: ner, re or ee

SELECT dataset FROM metrics WHERE variant = $variant AND task = $task LIMIT $limit -- $none: no header
`;

describe('a named query', () => {
  test('its first line is its title, and lines below tell about its parameters', () => {
    const { title, parameters } = parseNamedQuery('worst', 'queries/worst.sql', WORST);
    expect(title).toBe('The worst data sets');
    expect(parameters).toEqual([
      { name: 'variant', usual: 'full', about: 'the variant' },
      { name: 'task', usual: undefined, about: 'ner, re or ee' },
      { name: 'limit', usual: '5', about: '' },
    ]);
  });

  test('without a comment it has no title, and its parameters are those of its text', () => {
    expect(parseNamedQuery('q', 'q.sql', 'SELECT $n')).toMatchObject({
      title: '',
      parameters: [{ name: 'n', usual: undefined }],
    });
  });

  test('what is given stands before what is usual', () => {
    const { parameters, file } = parseNamedQuery('worst', 'queries/worst.sql', WORST);
    expect(bindParameters(parameters, { task: 'ner', limit: '3' }, file)).toEqual({
      variant: 'full',
      task: 'ner',
      limit: '3',
    });
  });

  test('a missing value and an unknown name are errors that say what to type', () => {
    const { parameters, file } = parseNamedQuery('worst', 'queries/worst.sql', WORST);
    expect(() => bindParameters(parameters, {}, file)).toThrow(
      expect.objectContaining({
        code: 'PROUIE_SQL_PARAMETER',
        message: 'The query needs a value for $task.',
        hint: 'Give --param task=VALUE.',
        location: { file: 'queries/worst.sql' },
      }),
    );
    expect(() => bindParameters(parameters, { task: 'ner', limt: '3' }, file)).toThrow(
      expect.objectContaining({ code: 'PROUIE_SQL_PARAMETER', hint: 'Did you mean "limit"?' }),
    );
  });
});
