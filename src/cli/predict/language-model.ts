/** A language model as what answers: its engine's own generator, with the options of the profile's generation nodes. */
import { createHash } from 'node:crypto';
import { createReadStream, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type {
  GenerationEngine,
  GenerationOrder,
  ServedAnswer,
  ServingModel,
} from '../../engines/generation.ts';
import { hasChatTemplate, isModelFile, missingModelFiles } from '../../engines/python/hugging-face-model.ts';
import { isProuieError, ProuieError } from '../../errors.ts';
import { type GraphNode, isFileReference } from '../../graph/node.ts';
import { canonicalJson } from '../../identity/canonical-json.ts';
import type { Json } from '../../json.ts';
import type { Session } from '../../runner/plan/session.ts';
import { type Answer, decodedAnswer, failedAnswer } from './answer.ts';
import type { FoundCheckpoint } from './checkpoint.ts';
import { generationNodes } from './generation-nodes.ts';
import type { PieceAnswerer } from './prediction.ts';
import type { Failure, Request } from './request.ts';

export interface OpenedLanguageModel {
  readonly answerer: PieceAnswerer;
  /** Of its files, 64 hexadecimal digits. */
  readonly digest: string;
  /** sha256 of how it is asked: the engine, its options and versions. */
  readonly generation: string;
  /** What is worth knowing of the answers so far, lines with their ends. */
  remarks(): string;
  close(): Promise<void>;
}

/**
 * Starts the generator that the profile's engine answers with.
 *
 * @param session of a folder's profile; a node brings its own
 * @param raw whether the generated string, how it ended and its tokens stand beside its structure
 * @param fills see `PieceAnswerer`
 * @throws ProuieError PROUIE_CHECKPOINT_BROKEN, PROUIE_CHECKPOINT_ENGINE, PROUIE_ENGINE_OPTIONS, and those of the
 *   engine's `serve` where its environment is missing or another one
 */
export async function openLanguageModel(
  found: FoundCheckpoint,
  session: Session,
  { raw, fills, signal }: { readonly raw: boolean; readonly fills: boolean; readonly signal: AbortSignal },
): Promise<OpenedLanguageModel> {
  checkModel(found);
  const files = new Map([...found.files].filter(([name]) => isModelFile(name)));
  const digest = found.node?.digest ?? (await digestOf(files));
  const { render, run } = generationNodes(session, found);
  const { bundle } = render.inputs['engine'] as { readonly bundle: string };
  const { engine } = (await session.workspace.bundles.load(bundle)) as { readonly engine: GenerationEngine };
  if (engine.serve === undefined) {
    throw new ProuieError('PROUIE_CHECKPOINT_ENGINE', `The engine ${engine.name} answers in runs alone.`, {
      hint: 'Its answers are those of the nodes `generate/…`.',
    });
  }
  const request = engine.render({
    ...(render.params as unknown as Pick<GenerationOrder, 'options'>),
    prompts: { digest: '', count: 0 },
    checkpoint: digest,
    code: {},
  });
  const { model, remove } = await startModel(engine.serve, request, { files, run, session, signal });
  const { maxPrompt, maxAnswer, batch } = request.options as {
    readonly [option in 'maxPrompt' | 'maxAnswer' | 'batch']: number;
  };
  const counts = { cut: 0, thinking: 0 };
  let isBroken = false;
  return {
    digest,
    generation: createHash('sha256')
      .update(canonicalJson(request as unknown as Json))
      .digest('hex'),
    answerer: {
      texts: batch,
      bytes: batch * LONGEST_SHARE,
      fills,
      answer: async (asked) => {
        const requests = asked.filter((one): one is Request => !('error' in one));
        const prompts = requests.map(({ instruction, text }) => ({ instruction, input: text }));
        const answers = await model.ask(prompts).catch((cause: unknown) => {
          isBroken = !signal.aborted;
          throw cause;
        });
        for (const answer of answers) {
          if ('tooLong' in answer) continue;
          counts.cut += answer.finishReason === 'length' ? 1 : 0;
          counts.thinking += answer.thinking;
        }
        const answered = new Map(requests.map((one, index) => [one, answers[index]!]));
        return asked.map((one) =>
          'error' in one ? failedAnswer(one) : answerLine(one, answered.get(one)!, maxPrompt, raw),
        );
      },
    },
    remarks: () => remarksOn(counts, maxAnswer),
    close: async () => {
      await model.close();
      // The log of a generator that failed is what its error points at.
      if (!isBroken) remove();
    },
  };
}

/** Starts the generator in a folder of its own, which `remove` takes away. */
async function startModel(
  serve: Exclude<GenerationEngine['serve'], undefined>,
  request: Parameters<typeof serve>[1],
  {
    files,
    run,
    session,
    signal,
  }: {
    readonly files: ReadonlyMap<string, string>;
    readonly run: GraphNode;
    readonly session: Session;
    readonly signal: AbortSignal;
  },
): Promise<{ readonly model: ServingModel; remove(): void }> {
  const code = new Map(
    Object.entries(run.inputs).flatMap(([name, reference]) =>
      isFileReference(reference) ? [[name, reference.file] as const] : [],
    ),
  );
  code.set('program/serve', join(session.workspace.packageRoot, 'src/engines/serving/serve.py'));
  const folder = mkdtempSync(join(tmpdir(), 'prouie-predict-'));
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  let model: ServingModel;
  try {
    model = await serve(
      {
        params: run.params,
        signal,
        folder,
        input: (name) =>
          name === 'checkpoint'
            ? { path: folder, files: [...files.keys()], file: (path) => files.get(path)! }
            : { path: code.get(name)!, files: [], file: (path) => path },
      },
      request,
    );
  } catch (cause) {
    remove();
    throw cause;
  }
  return { model, remove };
}

/** Bytes of input a text of a batch may have on average before a piece ends. */
const LONGEST_SHARE = 1 << 16;

function answerLine(asked: Request, answer: ServedAnswer, maxPrompt: number, raw: boolean): Answer {
  try {
    if ('tooLong' in answer) throw tooLong(answer.tooLong, maxPrompt);
    const { output, finishReason, promptTokens, outputTokens } = answer;
    return decodedAnswer(asked, output, raw ? { output, finishReason, promptTokens, outputTokens } : {});
  } catch (cause) {
    if (!isProuieError(cause)) throw cause;
    return failedAnswer({ ...asked, error: cause } satisfies Failure);
  }
}

function tooLong(tokens: number, maxPrompt: number): ProuieError {
  return new ProuieError(
    'PROUIE_TEXT_TOO_LONG',
    `The text makes a prompt of ${tokens} tokens; ${maxPrompt} are the most that the profile lets the model read.`,
  );
}

function remarksOn(
  { cut, thinking }: { readonly cut: number; readonly thinking: number },
  maxAnswer: number,
) {
  const remark = (count: number, one: string, many: string): string =>
    count === 0 ? '' : `${count === 1 ? `1 answer ${one}` : `${count} answers ${many}`}.\n`;
  return [
    remark(cut, `was cut off at ${maxAnswer} tokens`, `were cut off at ${maxAnswer} tokens`),
    remark(thinking, 'holds <think>', 'hold <think>'),
  ].join('');
}

/** @throws ProuieError PROUIE_CHECKPOINT_BROKEN */
function checkModel({ name, files }: FoundCheckpoint): void {
  const names = [...files.keys()];
  const lacking = missingModelFiles(names);
  if (lacking.length > 0) throw broken(name, `it has no ${lacking.join(', no ')}`);
  let config: Json;
  try {
    config = JSON.parse(readFileSync(files.get('tokenizer_config.json')!, 'utf8')) as Json;
  } catch (cause) {
    throw broken(name, 'its tokenizer_config.json is no JSON', cause);
  }
  if (!hasChatTemplate(names, config)) throw broken(name, 'its tokenizer has no chat template');
}

function broken(name: string, why: string, cause?: unknown): ProuieError {
  return new ProuieError('PROUIE_CHECKPOINT_BROKEN', `The checkpoint ${name} cannot be read: ${why}.`, {
    hint: 'Copy the folder again, as transformers writes it: weights as safetensors, configuration, tokenizer and chat template.',
    cause,
  });
}

async function digestOf(files: ReadonlyMap<string, string>): Promise<string> {
  const hash = createHash('sha256');
  for (const [name, path] of [...files].sort(([a], [b]) => (a < b ? -1 : 1))) {
    hash.update(`${name}\0`);
    for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 }))
      hash.update(chunk as Buffer);
  }
  return hash.digest('hex');
}
