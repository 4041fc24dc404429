import { describe, expect, it } from 'vitest';
import { run } from '../../../src/cli/commands/reward.ts';
import { jsonLines, runCommand } from '../../cli/command-run.ts';
import { inventRows } from '../embedded/invented-rows.ts';

const row = inventRows('re', 1, 5)[0]!;
const items = [
  { row, output: row.output },
  { row, output: 'nothing' },
];

async function serve(lines: readonly string[], flags: readonly string[] = []) {
  const { code, stdout } = await runCommand(run, ['--serve', ...flags], lines.join('\n'));
  return { code, answers: jsonLines(stdout) };
}

describe('prouie reward --serve', () => {
  it('answers each request with one line, in order', async () => {
    const { code, answers } = await serve([
      JSON.stringify({ id: 'a', items }),
      '',
      JSON.stringify({ id: 2, items: [] }),
    ]);
    expect(code).toBe(0);
    expect(answers).toEqual([
      {
        id: 'a',
        rewards: [
          expect.objectContaining({ overall: 1, malformed: 0, f1_r: 1 }),
          { overall: -1, malformed: 1 },
        ],
      },
      { id: 2, rewards: [] },
    ]);
  });

  it('takes options from its flags, and others from a request', async () => {
    const { answers } = await serve(
      [JSON.stringify({ id: 1, items }), JSON.stringify({ id: 2, reward: { floor: -7 }, items })],
      ['--floor', '-3'],
    );
    const floors = answers.map(({ rewards }) => (rewards as { overall: number }[])[1]!.overall);
    expect(floors).toEqual([-3, -7]);
  });

  it.each([
    ['{', 'PROUIE_REWARD_REQUEST'],
    ['[]', 'PROUIE_REWARD_REQUEST'],
    ['{"id":1}', 'PROUIE_REWARD_REQUEST'],
    ['{"id":1,"items":[{"row":{"instruction":"x"},"output":"y"}]}', 'PROUIE_REWARD_REQUEST'],
    [
      JSON.stringify({ id: 1, items: [{ row: { ...row, instruction: 'Guess.' }, output: '' }] }),
      'PROUIE_INSTRUCTION',
    ],
    [JSON.stringify({ id: 1, reward: { clip: [1, -1] }, items }), 'PROUIE_REWARD_OPTIONS'],
    [JSON.stringify({ id: 1, reward: { weights: { ner: { wX: 1 } } }, items }), 'PROUIE_REWARD_OPTIONS'],
  ])('answers what it cannot score with an error, and goes on: %s', async (line, code) => {
    const { answers } = await serve([line, JSON.stringify({ id: 9, items })]);
    expect(answers).toHaveLength(2);
    expect(answers[0]).toEqual({
      id: line.includes('"id":1') ? 1 : null,
      error: { code, message: expect.any(String) },
    });
    expect(answers[1]!['id']).toBe(9);
  });

  it('reads standard input alone', async () => {
    const { error } = await runCommand(run, ['--serve', 'answers.jsonl']);
    expect(error).toMatchObject({ code: 'PROUIE_USAGE' });
  });
});
