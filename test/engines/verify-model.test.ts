import { rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { describe, expect, it } from 'vitest';
import { packageRoot } from '../checks/source-tree.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { MODEL, writeModel, writeTensors } from './easyr1/run-context.ts';
import { python } from './python/python.ts';

const program = join(packageRoot, 'src', 'engines', 'verify_model.py');

async function verify(model: string, like?: string) {
  const words = like === undefined ? [model] : [model, '--like', like];
  return execa(python!, [program, ...words], { reject: false });
}

function model(): string {
  return writeModel(join(temporaryFolder(), 'model'));
}

/** A model whose one tensor of this type has these bytes. */
function modelOf(kind: string, bytes: readonly number[]): string {
  const folder = model();
  const head = Buffer.from(
    JSON.stringify({ w: { dtype: kind, shape: [bytes.length], data_offsets: [0, bytes.length] } }),
  );
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(head.length));
  writeFileSync(join(folder, 'model.safetensors'), Buffer.concat([length, head, Buffer.from(bytes)]));
  return folder;
}

describe.skipIf(python === undefined)('a model that others will rely on (needs Python)', () => {
  it('is counted', async () => {
    const { stdout, exitCode } = await verify(model(), model());
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toEqual({ parameters: 24, tensors: 3, bytes: 96 });
  });

  it('may leave out an output layer that is tied to the embedding, or write it twice', async () => {
    const tied = model();
    writeTensors(join(tied, 'model.safetensors'), {
      ...MODEL,
      'lm_head.weight': MODEL['model.embed_tokens.weight']!,
    });
    expect((await verify(tied, model())).exitCode).toBe(0);
    expect((await verify(model(), tied)).exitCode).toBe(0);
  });

  it.each([
    ['F32', 'NaN', [0, 0, 0xc0, 0x7f]],
    ['F32', '-infinity', [0, 0, 0x80, 0xff]],
    ['BF16', 'infinity behind a zero', [0, 0, 0x80, 0x7f]],
    ['F16', 'infinity', [0, 0x7c]],
    ['F64', 'infinity', [0, 0, 0, 0, 0, 0, 0xf0, 0x7f]],
  ])('is refused for a value that is infinite or no number: %s, %s', async (kind, _, bytes) => {
    const { exitCode, stderr } = await verify(modelOf(kind, bytes));
    expect(exitCode).toBe(1);
    expect(stderr).toContain('infinite or no numbers');
  });

  it.each([
    ['F32', 'the largest number', [0xff, 0xff, 0x7f, 0x7f]],
    ['BF16', 'large numbers, one behind the other', [0x01, 0xff, 0x7f, 0x7f]],
    ['BF16', 'the largest and the smallest number', [0x7f, 0x7f, 0x80, 0x00]],
    ['F16', 'the largest number', [0xff, 0x7b]],
    ['I32', 'a whole number', [0, 0, 0xc0, 0x7f]],
  ])('is not refused for its values otherwise: %s, %s', async (kind, _, bytes) => {
    expect((await verify(modelOf(kind, bytes))).stderr).toBe('');
  });

  it.each([
    ['a tensor less', { 'model.norm.weight': undefined }, /missing: \['model\.norm\.weight'\]/],
    [
      'another shape',
      { 'model.norm.weight': { shape: [2, 2], values: [1, 2, 3, 4] } },
      /has the shape \(2, 2\), not \(4,\)/,
    ],
    ['a new tensor', { extra: { shape: [1], values: [1] } }, /new: \['extra'\]/],
  ])('is refused when it has %s', async (_, changes, message) => {
    const folder = model();
    const tensors = Object.entries({ ...MODEL, ...changes }).filter(([, tensor]) => tensor !== undefined);
    writeTensors(join(folder, 'model.safetensors'), Object.fromEntries(tensors) as typeof MODEL);
    const { exitCode, stderr } = await verify(folder, model());
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(message);
  });

  it('is refused when it has one matrix twice', async () => {
    const folder = model();
    const { 'model.embed_tokens.weight': matrix } = MODEL;
    writeTensors(join(folder, 'model.safetensors'), { 'a.weight': matrix!, 'b.weight': matrix! });
    expect((await verify(folder)).stderr).toContain('b.weight has the very content of a.weight');
  });

  it('is refused when its weights are cut off or missing', async () => {
    const folder = model();
    truncateSync(join(folder, 'model.safetensors'), 300);
    expect((await verify(folder)).stderr).toContain('is cut off');
    rmSync(join(folder, 'model.safetensors'));
    expect((await verify(folder)).stderr).toContain('model.safetensors is missing');
  });

  it('is refused when a shard that its index names is missing', async () => {
    const folder = model();
    const index = {
      weight_map: { a: 'model-00001-of-00002.safetensors', b: 'model-00002-of-00002.safetensors' },
    };
    writeFileSync(join(folder, 'model.safetensors.index.json'), JSON.stringify(index));
    writeTensors(join(folder, 'model-00001-of-00002.safetensors'), MODEL);
    expect((await verify(folder)).stderr).toContain('model-00002-of-00002.safetensors is missing');
  });

  it('is refused when its index has readers look for a tensor in another file', async () => {
    const folder = model();
    const [first, ...others] = Object.keys(MODEL);
    const indexed = (names: readonly string[]) =>
      JSON.stringify({ weight_map: Object.fromEntries(names.map((name) => [name, 'model.safetensors'])) });
    writeFileSync(join(folder, 'model.safetensors.index.json'), indexed([first!, ...others]));
    expect((await verify(folder, model())).stderr).toBe('');
    writeFileSync(join(folder, 'model.safetensors.index.json'), indexed(others));
    expect((await verify(folder)).stderr).toContain(`the index and the files disagree about ['${first}']`);
  });

  it('is refused when its tokenizer counts tokens in another way than the one it began with', async () => {
    const tokenizer = (added: number) =>
      JSON.stringify({
        model: { vocab: { a: 0, b: 1 } },
        added_tokens: [{ id: added, content: '<|im_end|>' }],
      });
    const [start, same, other] = [model(), model(), model()];
    for (const [folder, added] of [
      [start, 2],
      [same, 2],
      [other, 3],
    ] as const)
      writeFileSync(join(folder, 'tokenizer.json'), tokenizer(added));
    expect((await verify(same, start)).stderr).toBe('');
    expect((await verify(other, start)).stderr).toContain(
      "1 tokens other numbers than the start: ['<|im_end|>']",
    );
  });

  it('is refused when it writes conversations in another way than the one it began with', async () => {
    const template = '{% for message in messages %}{{ message.content }}{% endfor %}';
    const start = writeModel(join(temporaryFolder(), 'start'), {
      'tokenizer_config.json': { chat_template: template },
    });
    const moved = model();
    writeFileSync(join(moved, 'chat_template.jinja'), `${template}\n`);
    expect((await verify(moved, start)).stderr).toBe('');
    writeFileSync(join(moved, 'chat_template.jinja'), `{{ bos }}${template}`);
    expect((await verify(moved, start)).stderr).toContain('its chat template is not that of the start');
    rmSync(join(moved, 'chat_template.jinja'));
    writeFileSync(join(moved, 'tokenizer_config.json'), '{}');
    expect((await verify(moved, start)).stderr).toContain('its chat template is missing');
  });

  it('is refused when readers of another version would take other settings or find no words', async () => {
    const other = writeModel(join(temporaryFolder(), 'other'), {
      'config.json': { architectures: ['Qwen3ForCausalLM'], rope_theta: 10_000 },
    });
    expect((await verify(other, model())).stderr).toContain('rope_theta 10000, not 1000000');
    const wordless = model();
    rmSync(join(wordless, 'tokenizer.json'));
    expect((await verify(wordless)).stderr).toContain('the vocabulary is missing');
  });
});
