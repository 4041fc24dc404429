import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  comparePrompts,
  type MadePrompts,
  type PromptWay,
  readMadePrompts,
} from '../../../src/engines/preflight/agreement.ts';
import { orderFiles, workFiles } from '../../../src/engines/preflight/run.ts';
import { writeRequestFiles } from '../../../src/engines/python/work-folder.ts';
import { temporaryFolder } from '../../end-to-end/temporary-folder.ts';
import { failureOf } from '../../failure.ts';
import { inventRows } from '../embedded/invented-rows.ts';
import { enginePath, runPython, sftPython, tinyModel } from '../engine-python.ts';

const ROWS = (['ner', 're', 'ee'] as const).flatMap((task) => inventRows(task, 17, 2)).slice(0, 50);

const tuned = (template: string, emptyThinking: boolean): PromptWay => ({
  engine: 'llamafactory',
  environment: 'sft',
  template,
  emptyThinking,
});
const asked = (engine: PromptWay['engine'], emptyThinking: boolean): PromptWay => ({
  engine,
  environment: engine === 'easyr1' ? 'easyr1' : 'sft',
  emptyThinking,
});

/** The three ways of making prompts that a profile can agree on, and those that differ from them. */
const CASES = {
  plain: [tuned('qwen3_nothink', false), asked('trl', false), asked('easyr1', false), asked('vllm', false)],
  empty: [tuned('qwen3', true), asked('trl', true), asked('easyr1', true), asked('transformers', true)],
  mixed: [tuned('qwen3_nothink', false), asked('easyr1', true)],
  thinking: [tuned('qwen3', false), asked('trl', false)],
} as const satisfies { readonly [name: string]: readonly PromptWay[] };

describe.skipIf(sftPython === undefined)('the preflight (needs the Python environment sft)', () => {
  const made = new Map<string, readonly MadePrompts[]>();

  beforeAll(() => {
    const folders = Object.values(CASES).map((ways) => {
      const folder = temporaryFolder();
      writeRequestFiles(folder, orderFiles(ways, ROWS));
      symlinkSync(tinyModel(), join(folder, workFiles.model));
      return folder;
    });
    const program = join(import.meta.dirname, 'preflight-cases.py');
    const words = [enginePath('preflight/preflight.py'), workFiles.order, ...folders];
    const printed = runPython(program, words, join(import.meta.dirname, 'fake-verl'))
      .split('\n')
      .filter((line) => line.startsWith('"'));
    for (const [index, [name, ways]] of Object.entries(CASES).entries())
      made.set(
        name,
        readMadePrompts((JSON.parse(printed[index]!) as string).split('\n'), ways, '/rows.jsonl'),
      );
  }, 240_000);

  it('agrees on 50 prompts where no engine writes of thinking, and where all do', () => {
    const [plain, empty] = ['plain', 'empty'].map((name) => comparePrompts(made.get(name)!));
    expect(plain).toMatchObject({ prompts: 50, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) as string });
    expect(empty!.tokens).toBeGreaterThan(plain!.tokens);
    expect(made.get('plain')!.map(({ ropeTheta, eos }) => [ropeTheta, eos])).toEqual(
      CASES.plain.map(() => [1_000_000, '<|im_end|>']),
    );
  });

  it('names prompt, position and both tokens of the first difference, and what to change', () => {
    const error = failureOf(() => comparePrompts(made.get('mixed')!));
    expect(error.code).toBe('PROUIE_PREFLIGHT');
    expect(error.message).toMatch(
      /^Prompt 1 of 50 is not the same for llamafactory \(environment sft\) and easyr1 \(environment easyr1\): at token \d+ llamafactory has no token after "\\n", and easyr1 "<think>" \(\d+\) after "\\n"\./,
    );
    expect(error.hint).toContain('`languageModel.sft.template` and `languageModel.easyr1.emptyThinking`');
    expect(error.location).toEqual({ file: '/rows.jsonl', line: 1 });
  });

  it('refuses a template that would teach the model to write of thinking before its answer', () => {
    const error = failureOf(() => comparePrompts(made.get('thinking')!));
    expect(error.code).toBe('PROUIE_PREFLIGHT');
    expect(error.message).toContain('would teach the model to begin its answers with "<think>');
  });
});

describe('the comparison of prompts', () => {
  const made = (ids: readonly (readonly number[])[], changes: Partial<MadePrompts> = {}): MadePrompts => ({
    way: asked('trl', false),
    ids,
    taught: null,
    transformers: '4.57.6',
    chatTemplate: 'c',
    eos: null,
    ropeTheta: 1_000_000,
    texts: { '1': 'a', '2': 'b', '3': ' c' },
    rowsFile: '/rows.jsonl',
    ...changes,
  });

  it('tells a token in the middle from another, and an end from none', () => {
    const first = made([[1], [1, 2, 3]]);
    expect(failureOf(() => comparePrompts([first, made([[1], [1, 3, 3]])])).message).toContain(
      'Prompt 2 of 2 is not the same for trl (environment sft) and trl (environment sft): at token 2 trl has "b" (2) after "a", and trl " c" (3) after "a".',
    );
    expect(failureOf(() => comparePrompts([first, made([[1], [1, 2]])])).message).toContain(
      'at token 3 trl has " c" (3) after "b", and trl no token after "b"',
    );
    expect(comparePrompts([first, made([[1], [1, 2, 3]])])).toMatchObject({ prompts: 2, tokens: 4 });
  });

  it('refuses a model whose positions two versions of transformers read differently', () => {
    const newer = made([[1]], { transformers: '5.8.0', ropeTheta: 10_000 });
    expect(failureOf(() => comparePrompts([made([[1]]), newer])).message).toContain(
      'trl (environment sft) reads 1000000 (transformers 4.57.6), trl (environment sft) reads 10000 (transformers 5.8.0)',
    );
  });

  it('refuses a program that ended well and printed nothing', () => {
    expect(failureOf(() => readMadePrompts(['Loading'], [asked('trl', false)], 'r')).code).toBe(
      'PROUIE_PREFLIGHT',
    );
  });
});
