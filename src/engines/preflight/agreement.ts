import { createHash } from 'node:crypto';
import { z } from 'zod';
import { ProuieError } from '../../errors.ts';
import { ENVIRONMENT_NAMES } from '../python/environment-settings.ts';

/** How one engine makes its prompts, and in which environment it runs. */
export const promptWay = /* @__PURE__ */ z.strictObject({
  engine: z.enum(['llamafactory', 'trl', 'easyr1', 'transformers', 'vllm']),
  environment: z.enum(ENVIRONMENT_NAMES),
  /** Whether prompts end in an empty block of thinking. */
  emptyThinking: z.boolean(),
  /** LLaMA-Factory's name of its template. */
  template: z.string().optional(),
});
export type PromptWay = Readonly<z.output<typeof promptWay>>;

/** What `preflight.py` prints. */
const printed = /* @__PURE__ */ z.object({
  ways: z.array(
    z.object({
      engine: promptWay.shape.engine,
      ids: z.array(z.array(z.int().nonnegative())),
      taught: z.string().nullable(),
      transformers: z.string(),
      chatTemplate: z.string(),
      eos: z.string().nullable(),
      ropeTheta: z.number().nullable(),
    }),
  ),
  texts: z.record(z.string(), z.string()),
});

/** The prompts of one engine in its environment. */
export interface MadePrompts {
  readonly way: PromptWay;
  /** Token ids, a prompt an entry. */
  readonly ids: readonly (readonly number[])[];
  /** What fine-tuning would teach to begin with, where that is not the answer. */
  readonly taught: string | null;
  /** Version of transformers. */
  readonly transformers: string;
  /** sha256 of the chat template. */
  readonly chatTemplate: string;
  readonly eos: string | null;
  /** The base of rotary positions, as this version reads it from the model. */
  readonly ropeTheta: number | null;
  /** The text of each token, by its id. */
  readonly texts: { readonly [id: string]: string };
  /** The file of the rows that the prompts are made of, one a line. */
  readonly rowsFile: string;
}

/**
 * Reads what `preflight.py` printed.
 *
 * @param rowsFile what it read
 * @throws ProuieError PROUIE_PREFLIGHT where it printed something else
 */
export function readMadePrompts(
  lines: readonly string[],
  ways: readonly PromptWay[],
  rowsFile: string,
): readonly MadePrompts[] {
  const line = lines.findLast((text) => text.startsWith('{"ways"'));
  const read = printed.safeParse(line === undefined ? undefined : JSON.parse(line));
  if (!read.success || read.data.ways.length !== ways.length) {
    throw new ProuieError(
      'PROUIE_PREFLIGHT',
      'The program that makes prompts ended well, but printed none.',
      {
        hint: 'See the log of the node.',
      },
    );
  }
  const { ways: made, texts } = read.data;
  return made.map((one, index) => ({ ...one, way: ways[index]!, texts, rowsFile }));
}

/** What all engines agree on. */
export interface PromptAgreement {
  readonly prompts: number;
  readonly tokens: number;
  /** Of the ids of all prompts as JSON. */
  readonly sha256: string;
}

/**
 * Compares the prompts of all engines, token by token.
 *
 * @throws ProuieError PROUIE_PREFLIGHT with the first prompt that differs, the position and both tokens; where
 *   fine-tuning would teach to write something before the answer; where versions read the model differently
 */
export function comparePrompts(all: readonly MadePrompts[]): PromptAgreement {
  const [first, ...others] = all;
  if (first === undefined) throw new Error('There is nothing to compare.');
  for (const { way, taught } of all) if (taught !== null) throw wrongTarget(way, taught);
  for (const other of others) {
    for (const [index, ids] of first.ids.entries()) {
      const same = commonLength(ids, other.ids[index] ?? []);
      if (same < ids.length || same < (other.ids[index]?.length ?? 0))
        throw difference(first, other, index, same);
    }
    if (other.ropeTheta !== first.ropeTheta) throw otherPositions(first, other);
  }
  return {
    prompts: first.ids.length,
    tokens: first.ids.reduce((sum, ids) => sum + ids.length, 0),
    sha256: createHash('sha256').update(JSON.stringify(first.ids)).digest('hex'),
  };
}

function commonLength(a: readonly number[], b: readonly number[]): number {
  const place = a.findIndex((id, index) => id !== b[index]);
  return place < 0 ? a.length : place;
}

const WHERE: { readonly [engine in PromptWay['engine']]: string } = {
  llamafactory: '`languageModel.sft.template`',
  trl: '`languageModel.trl.emptyThinking`',
  easyr1: '`languageModel.easyr1.emptyThinking`',
  transformers: '`languageModel.generation.emptyThinking`',
  vllm: '`languageModel.generation.emptyThinking`',
};

function nameOf({ engine, environment }: PromptWay): string {
  return `${engine} (environment ${environment})`;
}

function difference(first: MadePrompts, other: MadePrompts, index: number, place: number): ProuieError {
  return new ProuieError(
    'PROUIE_PREFLIGHT',
    `Prompt ${index + 1} of ${first.ids.length} is not the same for ${nameOf(first.way)} and ${nameOf(other.way)}: at token ${place + 1} ${first.way.engine} has ${tokenAt(first, index, place)}, and ${other.way.engine} ${tokenAt(other, index, place)}. A model would be trained on other prompts than it is asked.`,
    {
      hint: `Make ${WHERE[first.way.engine]} and ${WHERE[other.way.engine]} agree: either no engine writes an empty block of thinking (\`qwen3_nothink\`, \`emptyThinking: false\`), or all do (\`qwen3\`, \`emptyThinking: true\`). Where they do, compare tokenizers and versions of the environments.`,
      location: { file: first.rowsFile, line: index + 1 },
    },
  );
}

/** `"<think>" (151667) after "assistant\n"`. */
function tokenAt({ ids, texts }: MadePrompts, index: number, place: number): string {
  const prompt = ids[index] ?? [];
  const text = (id: number): string => JSON.stringify(texts[id] ?? '');
  const before = place === 0 ? '' : ` after ${text(prompt[place - 1]!)}`;
  const id = prompt[place];
  return id === undefined ? `no token${before}` : `${text(id)} (${id})${before}`;
}

function wrongTarget(way: PromptWay, taught: string): ProuieError {
  return new ProuieError(
    'PROUIE_PREFLIGHT',
    `With template ${way.template} ${nameOf(way)} would teach the model to begin its answers with ${JSON.stringify(taught)}.`,
    { hint: `Choose another ${WHERE[way.engine]}, such as \`qwen3_nothink\`.` },
  );
}

function otherPositions(first: MadePrompts, other: MadePrompts): ProuieError {
  const [a, b] = [first, other].map(
    ({ way, ropeTheta, transformers }) => `${nameOf(way)} reads ${ropeTheta} (transformers ${transformers})`,
  );
  return new ProuieError(
    'PROUIE_PREFLIGHT',
    `The base of the model's positions, rope_theta, is unclear: ${a}, ${b}.`,
    {
      hint: 'Write `rope_theta` into the config.json of the start model, outside of `rope_parameters`.',
    },
  );
}
