import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { holdsLines, jsonLines, predict, startPredict } from '../../end-to-end/prediction.ts';
import { temporaryFolder } from '../../end-to-end/temporary-folder.ts';
import { sftEnvironments, sftPython, tinyModel } from '../engine-python.ts';

const SCHEMA = '{"types": ["person", "town"]}';
const NER = ['--task', 'ner', '--schema', SCHEMA];
const profile = (environments: object, batch = 4): readonly string[] => [
  ...['--profile', 'tiny', '--set', `languageModel.environments=${JSON.stringify(environments)}`],
  ...['--set', `languageModel.generation={maxPrompt: 120, maxAnswer: 12, batch: ${batch}, gpus: 0}`],
];
const TEXTS = Array.from({ length: 23 }, (_, at) => ({
  id: `q${at}`,
  text: Array.from({ length: 1 + (at % 3) }, () => `Mira Oldane walked to Lindow, ${at}.`).join(' '),
}));
/** Two lines among them cannot be answered: one is no JSON, and one text is too long for the model. */
const LINES = [
  ...TEXTS.slice(0, 5).map((text) => JSON.stringify(text)),
  '{"id": "half"',
  JSON.stringify({ id: 'long', text: 'mill '.repeat(400) }),
  ...TEXTS.slice(5).map((text) => JSON.stringify(text)),
];
const INPUT = LINES.map((line) => `${line}\n`).join('');

describe.skipIf(sftPython === undefined)(
  'predict with a language model (needs the Python environment sft)',
  () => {
    const cwd = temporaryFolder();
    const words = [...profile(sftEnvironments), ...NER, '--checkpoint'];

    it('killed at any moment and gone on with, leaves the bytes of one run', async () => {
      writeFileSync(join(cwd, 'texts.jsonl'), INPUT);
      const long = [...words, tinyModel(), '--raw', 'texts.jsonl', '--out'];
      const whole = await predict(cwd, '', ...long, 'whole.jsonl');
      expect(whole).toMatchObject({ code: 1 });
      expect(whole.stderr).toMatch(
        /^25 texts in .*; 2 failed: 1 PROUIE_JSON, 1 PROUIE_TEXT_TOO_LONG\n\d+ answers were cut off at 12 tokens\.\n/,
      );
      const bytes = readFileSync(join(cwd, 'whole.jsonl'), 'utf8');
      const answers = jsonLines(bytes);
      expect(answers.map(({ id }) => id)).toEqual([
        ...TEXTS.slice(0, 5).map(({ id }) => id),
        ...['6', 'long'],
        ...TEXTS.slice(5).map(({ id }) => id),
      ]);
      expect(Object.keys(answers[0]!)).toEqual([
        ...['id', 'output', 'finishReason', 'promptTokens', 'outputTokens'],
        ...['structure', 'malformed', 'repairs'],
      ]);
      expect(answers[6]).toMatchObject({
        error: {
          code: 'PROUIE_TEXT_TOO_LONG',
          message: expect.stringMatching(/a prompt of \d+ tokens; 120 are the most/) as string,
          line: 7,
        },
      });

      const killed = startPredict(cwd, ...long, 'killed.jsonl');
      await holdsLines(join(cwd, 'killed.jsonl'), 4);
      killed.kill('SIGKILL');
      await killed.ended;
      const gone = await predict(cwd, '', ...long, 'killed.jsonl', '--resume');
      expect(readFileSync(join(cwd, 'killed.jsonl'), 'utf8')).toBe(bytes);
      expect(gone.code, gone.stderr).toBe(1);

      const otherwise = [...profile(sftEnvironments, 8), ...long.slice(6)];
      expect((await predict(cwd, '', ...otherwise, 'killed.jsonl', '--resume')).stderr).toContain(
        'was begun with another engine, or other options or versions of it',
      );
    }, 240_000);

    it('answers texts that come one by one as they come', async () => {
      const { input, ended } = startPredict(cwd, ...words, tinyModel());
      input.write(`${LINES[0]}\n`);
      input.write(`${LINES[1]}\n`);
      input.end();
      const { stdout, code } = await ended;
      expect(code).toBe(0);
      expect(jsonLines(stdout).map(({ id }) => id)).toEqual(['q0', 'q1']);
    }, 60_000);
  },
);

describe('predict with a language model that cannot be asked', () => {
  const folder = (): string => {
    const cwd = temporaryFolder();
    for (const [name, text] of Object.entries({
      'config.json': '{}',
      'model.safetensors': 'weights',
      'tokenizer_config.json': '{"chat_template": "{{ messages }}"}',
    }))
      cpSync(writeIn(cwd, name, text), join(cwd, 'model', name), { recursive: true });
    return cwd;
  };
  const writeIn = (cwd: string, name: string, text: string): string => {
    writeFileSync(join(cwd, name), text);
    return join(cwd, name);
  };
  const ask = (cwd: string, ...words: readonly string[]) =>
    predict(cwd, '', ...words, ...NER, '--text', 'Lindow', '--checkpoint', 'model');
  const nowhere = profile({ sft: { python: '/nowhere/python' } });

  it.each([
    ['tokenizer_config.json', 'it has no tokenizer_config.json'],
    ['model.safetensors', 'it has no *.safetensors'],
  ])('names the missing file %s', async (file, says) => {
    const cwd = folder();
    rmSync(join(cwd, 'model', file));
    const { code, stderr } = await ask(cwd, ...nowhere);
    expect(code).toBe(2);
    expect(stderr).toContain(`PROUIE_CHECKPOINT_BROKEN: The checkpoint model cannot be read: ${says}`);
  });

  it('names a tokenizer without a chat template', async () => {
    const cwd = folder();
    writeFileSync(join(cwd, 'model', 'tokenizer_config.json'), '{}');
    expect((await ask(cwd, ...nowhere)).stderr).toContain('its tokenizer has no chat template');
  });

  it('names an environment that is not there', async () => {
    const { code, stderr } = await ask(folder(), ...nowhere);
    expect(code).toBe(2);
    expect(stderr).toContain('PROUIE_ENVIRONMENT_MISSING');
    expect(stderr).toContain('/nowhere/python');
  });

  it('asks for a profile that asks language models', async () => {
    const { code, stderr } = await ask(folder(), '--profile', 'quick');
    expect(code).toBe(2);
    expect(stderr).toContain('PROUIE_CHECKPOINT_ENGINE');
    expect(stderr).toContain('--profile tiny');
  });
});
