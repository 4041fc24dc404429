import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { beforeAll, describe, expect, test } from 'vitest';
import { SCHEMAS, trainedCheckpoint, writeCheckpointFolder } from '../cli/predict/checkpoint-folder.ts';
import { holdsLines, jsonLines, type Predicted, predict, startPredict } from './prediction.ts';
import { packageRoot, prouie } from './prouie.ts';
import { smallRecipe } from './small-recipe.ts';
import { temporaryFolder } from './temporary-folder.ts';
import { hasTerminal, onTerminal } from './terminal.ts';

const cwd = temporaryFolder();
const KNOWN = ['--checkpoint', 'model'];
const NER = [...KNOWN, '--task', 'ner', '--schema', 'schema.json'];
const texts = Array.from({ length: 2000 }, (_, at) => `Mira Oldane walked from the mill to Lindow, ${at}.`);
const records = texts.map((content, at) => ({ id: `q${at}`, text: content }));
const toLines = (values: readonly unknown[]): string =>
  values.map((value) => `${JSON.stringify(value)}\n`).join('');
const idsOf = ({ stdout }: Predicted): readonly unknown[] => jsonLines(stdout).map(({ id }) => id);

beforeAll(async () => {
  const trained = await trainedCheckpoint();
  await writeCheckpointFolder(join(cwd, 'model'), trained);
  const flatter = trained.weights.map((weight) => weight / 2);
  await writeCheckpointFolder(join(cwd, 'other'), { ...trained, weights: flatter });
  writeFileSync(join(cwd, 'schema.json'), JSON.stringify(SCHEMAS.ner));
  writeFileSync(join(cwd, 'texts.jsonl'), toLines(records));
  writeFileSync(join(cwd, 'texts.txt'), texts.map((line) => `${line}\n`).join(''));
});

describe('texts', () => {
  test('are answered one a line in the order of the input, with their structures', async () => {
    const ran = await predict(cwd, toLines(records), ...NER);
    expect(ran).toMatchObject({ code: 0, stderr: expect.stringMatching(/^2000 texts in .*a second\n$/) });
    expect(idsOf(ran)).toEqual(records.map(({ id }) => id));
    const [first] = jsonLines(ran.stdout);
    expect(Object.keys(first!)).toEqual(['id', 'structure', 'malformed', 'repairs']);
    const entities = [
      { type: 'person', text: 'Mira Oldane' },
      { type: 'town', text: 'Lindow' },
    ];
    expect(first).toMatchObject({ structure: { entities }, malformed: false });
  });

  test('bring the generated strings with --raw, which prouie score reads', async () => {
    const gold = { entities: [{ type: 'person', text: 'Mira Oldane' }] };
    const examples = records
      .slice(0, 3)
      .map((record) => ({ ...record, dataset: 'd', task: 'ner', split: 'test', schema: SCHEMAS.ner, gold }));
    writeFileSync(join(cwd, 'examples.jsonl'), toLines(examples));
    const { stdout } = await predict(cwd, '', ...KNOWN, '--raw', 'examples.jsonl');
    expect(jsonLines(stdout)[0]).toMatchObject({
      id: 'q0',
      output: '{"person": "Mira Oldane", "town": "Lindow", "vessel": ""}',
    });
    writeFileSync(join(cwd, 'predicted.jsonl'), stdout);
    const scored = await prouie(
      { cwd },
      'score',
      '--gold',
      'examples.jsonl',
      '--predictions',
      'predicted.jsonl',
    );
    expect(scored).toMatchObject({ code: 0, stdout: expect.stringContaining('66.67') });
  });

  test('can be lines of plain text, or one word of the command line', async () => {
    const lines = await predict(cwd, '', ...NER, '--text-lines', 'texts.txt');
    expect(idsOf(lines).slice(0, 3)).toEqual(['1', '2', '3']);
    expect(jsonLines(lines.stdout)).toHaveLength(2000);
    const word = await predict(cwd, '', ...NER, '--text', texts[0]!);
    expect(word.stdout).toBe(lines.stdout.slice(0, lines.stdout.indexOf('\n') + 1));
    const inline = await predict(
      cwd,
      '',
      ...KNOWN,
      '--task',
      'ner',
      '--schema',
      JSON.stringify(SCHEMAS.ner),
      '--text',
      texts[0]!,
    );
    expect(inline.stdout).toBe(word.stdout);
  });

  test('may each bring a task and a schema, also one that no training row had', async () => {
    const [person, both] = [{ types: ['person'] }, SCHEMAS.re];
    const unseen = { types: { landing: ['Captain', 'Shore'] } };
    const { stdout, code } = await predict(
      cwd,
      toLines([
        { id: 'a', text: texts[0], task: 'ner', schema: person },
        { id: 'b', text: texts[0], task: 're', schema: both },
        { id: 'c', text: texts[0], task: 'ee', schema: unseen },
        { id: 'd', text: texts[0] },
      ]),
      ...NER,
    );
    expect(code).toBe(0);
    expect(jsonLines(stdout).map(({ structure }) => Object.keys(structure as object)[0])).toEqual([
      'entities',
      'relations',
      'events',
      'entities',
    ]);
    const [first] = jsonLines(stdout) as readonly {
      readonly structure: { readonly entities: readonly object[] };
    }[];
    expect(first!.structure.entities).toEqual([{ type: 'person', text: 'Mira Oldane' }]);
  });

  test('are answered as they come, so that another program can ask one by one', async () => {
    const { input, ended } = startPredict(cwd, ...NER, '--out', 'asked.jsonl');
    for (const count of [1, 2, 3]) {
      input.write(toLines([records[count]]));
      await holdsLines(join(cwd, 'asked.jsonl'), count);
    }
    input.end();
    expect(await ended).toMatchObject({ code: 0, stderr: expect.stringContaining('3 texts') });
  });

  test('that cannot be answered get an error each, the others go on, and the exit code is 1', async () => {
    const huge = `${JSON.stringify({ id: 'huge', text: 'a '.repeat(20_000) })}\n`;
    const vast = Buffer.alloc(5_000_000, 'a');
    const input = Buffer.concat([
      Buffer.from('no record\n{"id":"empty","text":" "}\n'),
      Buffer.from([0x22, 0xff, 0xfe, 0x0a]),
      Buffer.from(huge),
      vast,
      Buffer.from(`\n\n${toLines([{ id: 'nul', text: 'a\u0000b' }, records[0]])}`),
    ]);
    const { code, stdout, stderr } = await predict(cwd, input, ...NER);
    expect(code).toBe(1);
    const told = jsonLines(stdout).map(({ id, error }) => [
      id,
      (error as { code: string } | undefined)?.code,
    ]);
    expect(told).toEqual([
      ['1', 'PROUIE_JSON'],
      ['empty', 'PROUIE_TEXT_EMPTY'],
      ['3', 'PROUIE_NOT_UTF8'],
      ['huge', 'PROUIE_TEXT_TOO_LONG'],
      ['5', 'PROUIE_LINE_TOO_LONG'],
      ['nul', 'PROUIE_TEXT_BINARY'],
      ['q0', undefined],
    ]);
    expect(jsonLines(stdout)[1]).toEqual({
      id: 'empty',
      error: { code: 'PROUIE_TEXT_EMPTY', message: 'The text is empty.', line: 2 },
    });
    expect(stderr).toMatch(/^7 texts in .*; 6 failed: 1 PROUIE_JSON, .*\n.*--text-lines\.\n$/);
  });

  test('can be none', async () => {
    expect(await predict(cwd, '', ...NER)).toMatchObject({
      code: 0,
      stdout: '',
      stderr: expect.stringMatching(/^0 texts/),
    });
  });
});

describe('a file of answers', () => {
  const out = join(cwd, 'answers.jsonl');
  const words = [...NER, '--out', 'answers.jsonl'];
  let whole: string;

  beforeAll(async () => {
    whole = (await predict(cwd, toLines(records), ...NER)).stdout;
  });

  /** A prediction that has answered some texts and waits for more. */
  async function begin() {
    rmSync(out, { force: true });
    rmSync(`${out}.resume`, { force: true });
    const begun = startPredict(cwd, ...words);
    begun.input.write(toLines(records.slice(0, 700)));
    await holdsLines(`${out}.resume`, 2);
    return begun;
  }

  test('that was killed in the middle goes on to the same bytes', async () => {
    const { kill, ended } = await begin();
    kill('SIGKILL');
    expect(await ended).toMatchObject({ signal: 'SIGKILL' });
    const begun = readFileSync(out, 'utf8');
    expect(begun.length).toBeGreaterThan(0);
    writeFileSync(out, `${begun}{"id":"q700","struc`);
    const again = await predict(cwd, toLines(records), ...words, '--resume');
    expect(again).toMatchObject({ code: 0, stdout: '' });
    expect(again.stderr).toMatch(/^\d+ texts in .*, after \d+ that were there\n$/);
    expect(readFileSync(out, 'utf8')).toBe(whole);
  });

  test('that was killed again and again ends as one that never was', async () => {
    (await begin()).kill('SIGKILL');
    for (const count of [3, 4, 5]) {
      const { input, kill, ended } = startPredict(cwd, ...words, '--resume');
      input.write(toLines(records.slice(0, count * 300)));
      await holdsLines(out, count * 300 - 200);
      kill('SIGKILL');
      await ended;
    }
    await predict(cwd, toLines(records), ...words, '--resume');
    expect(readFileSync(out, 'utf8')).toBe(whole);
  });

  test.each(['SIGINT', 'SIGTERM'] as const)('says how to go on when %s ends it', async (signal) => {
    const { kill, ended } = await begin();
    kill(signal);
    const { code, stderr } = await ended;
    expect(code).toBe(130);
    const [said, advice] = stderr.split('\n');
    expect(said).toMatch(/^Interrupted: \d+ texts in /);
    const typed = /^Go on with `prouie predict (.*)`, with the same standard input\.$/.exec(advice!)![1]!;
    expect(typed.split(' ')).toEqual([...words, '--resume']);
    await predict(cwd, toLines(records), ...typed.split(' '));
    expect(readFileSync(out, 'utf8')).toBe(whole);
  });

  test('is not written over, nor continued with another input, schema or checkpoint', async () => {
    const { kill, ended } = await begin();
    kill('SIGINT');
    await ended;
    const begun = readFileSync(out);
    const going = [...words, '--resume'];
    const refusals: readonly (readonly [string, Predicted])[] = [
      ['is there already', await predict(cwd, toLines(records), ...words)],
      ['The input is not the one', await predict(cwd, toLines(records.slice(1)), ...going)],
      ['another --schema', await predict(cwd, '', ...going, '--schema', '{"types":["town"]}')],
      ['another checkpoint', await predict(cwd, '', ...going, '--checkpoint', 'other')],
    ];
    for (const [says, { code, stderr }] of refusals) {
      expect(code).toBe(2);
      expect(stderr).toContain(says);
      expect(stderr).toContain('answers.jsonl');
    }
    expect(readFileSync(out)).toEqual(begun);
  });

  test('that may grow no further says so, and how to go on', async () => {
    const command = `ulimit -f 64; exec "${process.execPath}" "${packageRoot}bin/prouie.js" predict ${NER.join(' ')} texts.jsonl --out limited.jsonl`;
    const limited = await execa('bash', ['-c', command], { cwd, reject: false });
    expect(limited).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('PROUIE_CANNOT_WRITE') });
    expect(limited.stderr).toContain('--resume');
    const going = await predict(cwd, '', ...NER, 'texts.jsonl', '--out', 'limited.jsonl', '--resume');
    expect(going.code).toBe(0);
    expect(readFileSync(join(cwd, 'limited.jsonl'), 'utf8')).toBe(whole);
  });
});

describe('a pipe', () => {
  test('whose reader goes away ends the prediction without a word of error', async () => {
    const command = `"${process.execPath}" "${packageRoot}bin/prouie.js" predict ${NER.join(' ')} texts.jsonl | head -n 1; echo "$\{PIPESTATUS[0]}"`;
    const { stdout, stderr } = await execa('bash', ['-c', command], { cwd });
    expect(stdout.split('\n')[0]).toContain('"q0"');
    expect(stdout.split('\n')[1]).toBe('0');
    expect(stderr).not.toMatch(/error|EPIPE/i);
  });

  test('of which nothing comes can be interrupted', async () => {
    const { input, kill, ended } = startPredict(cwd, ...NER, '--out', 'waiting.jsonl');
    input.write(toLines(records.slice(0, 1)));
    await holdsLines(join(cwd, 'waiting.jsonl'), 1);
    kill('SIGINT');
    expect(await ended).toMatchObject({ code: 130, stderr: expect.stringContaining('Interrupted: 1 text') });
  });
});

describe.skipIf(!hasTerminal)(`a terminal${hasTerminal ? '' : ' (needs script of util-linux)'}`, () => {
  test('shows how many texts are answered while they go to a file', async () => {
    const terminal = onTerminal({ cwd }, 'predict', ...NER, 'texts.jsonl', '--out', 'shown.jsonl');
    const { code, shown } = await terminal.ended;
    expect(code).toBe(0);
    expect(shown).toMatch(/␛\[2K\d+ texts.*, \d+ %/);
    expect(shown).toMatch(/2000 texts in .*\r\n$/);
  });
});

describe('a checkpoint', () => {
  test('that is neither a node nor a folder says what is near', async () => {
    const { code, stderr } = await predict(
      cwd,
      '',
      '--checkpoint',
      'train/de4',
      '--text',
      'x',
      ...NER.slice(2),
    );
    expect(code).toBe(2);
    expect(stderr).toContain('PROUIE_CHECKPOINT_UNKNOWN');
    expect(stderr).toMatch(/Did you mean "train\/de\d"\?/);
  });

  test('of a node is used when it is fresh, and refused with the reason when it is not', async () => {
    const place = temporaryFolder();
    const recipe = ['--profile', 'quick', ...smallRecipe];
    const words = [
      '--checkpoint',
      'train/cm1',
      ...recipe,
      '--task',
      'ner',
      '--schema',
      JSON.stringify(SCHEMAS.ner),
    ];
    const missing = await predict(place, toLines(records.slice(0, 2)), ...words);
    expect(missing).toMatchObject({ code: 2, stdout: '' });
    expect(missing.stderr).toContain('PROUIE_CHECKPOINT_MISSING');
    expect(missing.stderr).toContain('prouie run train/cm1');
    expect((await prouie({ cwd: place }, 'run', ...recipe, 'train/cm1')).code).toBe(0);
    expect(await predict(place, toLines(records.slice(0, 2)), ...words)).toMatchObject({ code: 0 });
    const stale = await predict(
      place,
      toLines(records.slice(0, 2)),
      ...words,
      '--set',
      'sft.learningRate=0.5',
    );
    expect(stale).toMatchObject({ code: 2, stdout: '' });
    expect(stale.stderr).toContain('PROUIE_CHECKPOINT_STALE');
    expect(stale.stderr).toContain('prouie why train/cm1');
  });

  test('whose files are broken says so', async () => {
    await writeCheckpointFolder(join(cwd, 'broken'), await trainedCheckpoint());
    writeFileSync(join(cwd, 'broken/checkpoint.json'), '{"engine":');
    const words = ['--checkpoint', 'broken', ...NER.slice(2), '--text', 'x'];
    expect(await predict(cwd, '', ...words)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('PROUIE_CHECKPOINT_BROKEN'),
    });
    expect(existsSync(join(cwd, 'broken/weights.arrow'))).toBe(true);
  });
});

describe('words that do not go together', () => {
  test.each([
    [['--schema', 'schema.json'], '--schema needs --task'],
    [['--text', 'x', 'texts.jsonl', '--task', 'ner', '--schema', 'schema.json'], '--text is the whole input'],
    [['--resume'], '--resume goes on with a file'],
    [['--text-lines', 'texts.txt'], 'Plain texts bring no schema'],
    [['--task', 'nre', '--schema', 'schema.json'], 'Did you mean'],
    [['--task', 'ner', '--schema', 'none.json'], 'Cannot read the schema none.json'],
    [['--task', 'ner', '--schema', '{"types":[}'], '--schema:1:11'],
    [['--task', 'ee', '--schema', 'schema.json'], 'A schema of the task ee is written'],
    [[...NER, 'none.jsonl'], 'Cannot read none.jsonl: there is no such file'],
    [[...NER, '.'], 'Cannot read .: it is a folder'],
  ])('are refused before anything is answered: %s', async (words, says) => {
    const { code, stdout, stderr } = await predict(cwd, '', ...KNOWN, ...words);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(says);
  });
});
