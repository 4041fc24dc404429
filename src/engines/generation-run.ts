import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Json } from '../json.ts';
import type { Shard } from '../step.ts';
import {
  ANSWERS,
  type GenerationContext,
  type GenerationRequest,
  type Sampling,
  type ServingContext,
} from './generation.ts';
import { findEnvironment } from './python/environment.ts';
import type { EnvironmentName } from './python/environment-settings.ts';
import { checkVersions } from './python/environment-versions.ts';
import { PACKAGES_FILE, packagesText } from './python/packages-record.ts';
import { runProgram } from './python/program.ts';
import { type ProgramParts, programParts } from './python/program-request.ts';
import { layOutDirectory, layOutFile, writeRequestFiles } from './python/work-folder.ts';

const count = z.int().positive();

/** Options that every generator in Python has. */
export const generationOptions = {
  /** Tokens. A longer prompt is an error. */
  maxPrompt: count,
  /** Tokens of an answer, after which it is cut off. */
  maxAnswer: count,
  /** Whether prompts end in an empty block of thinking; it must be the same in training. */
  emptyThinking: z.boolean().default(false),
  /** Tokens that end an answer, Qwen3's by default. */
  stop: z.array(z.string().min(1)).min(1).default(['<|im_end|>', '<|endoftext|>']),
  /** Prompts that are answered together. It can change the last bits of a sum, and so, rarely, a token. */
  batch: count,
} as const;

type CommonOptions = z.output<z.ZodObject<typeof generationOptions>>;

/** Code of ours that acts inside the run: the input's name, and the file's in the run's folder. */
export const GENERATION_PROGRAMS = {
  'code/driver': 'generate.py',
  'code/generation': 'generation.py',
  'code/prompt': 'chat_prompt.py',
} as const;

/** Names inside the run's folder. */
export const GENERATION_FOLDER = {
  model: 'model',
  prompts: 'prompts.jsonl',
  settings: 'settings.json',
  programs: 'program',
} as const;

export function greedySampling({ maxAnswer, stop }: CommonOptions): Sampling {
  return { temperature: 0, topP: 1, topK: -1, repetitionPenalty: 1, maxAnswer, stop };
}

/** The settings file that `generation.py` reads, with what the engine's own driver reads besides. */
export function settingsFile(
  options: CommonOptions,
  promptCount: number,
  own: { readonly [name: string]: Json },
): { readonly [path: string]: string } {
  const { maxPrompt, maxAnswer, emptyThinking, stop, batch } = options;
  const settings = {
    model: GENERATION_FOLDER.model,
    prompts: GENERATION_FOLDER.prompts,
    promptCount,
    emptyThinking,
    maxPrompt,
    maxAnswer,
    stop,
    batch,
    ...own,
  };
  return { [GENERATION_FOLDER.settings]: `${JSON.stringify(settings, null, 1)}\n` };
}

/**
 * Lays out what every generator reads, the prompts aside: the model, its programs, and the files of the request.
 *
 * @param programs by the input that hands each over
 */
export function layOutGenerator(
  context: Pick<ServingContext, 'input'>,
  files: ProgramParts['files'],
  work: string,
  programs: { readonly [input: string]: string },
): void {
  layOutDirectory(context.input('checkpoint'), join(work, GENERATION_FOLDER.model));
  for (const [input, file] of Object.entries(programs))
    layOutFile(context.input(input).path, join(work, GENERATION_FOLDER.programs, file));
  writeRequestFiles(work, files);
}

/** Runs a generator's driver on one shard. */
export async function runGenerator(
  context: GenerationContext,
  request: GenerationRequest,
  shard: Shard,
  environment: EnvironmentName,
  env: { readonly [name: string]: string },
): Promise<void> {
  const work = join(context.folder, `shard-${shard.index}`);
  const { files, versions } = programParts(request);
  layOutGenerator(context, files, work, GENERATION_PROGRAMS);
  layOutFile(context.input('prompts').path, join(work, GENERATION_FOLDER.prompts));
  mkdirSync(shard.folder, { recursive: true });
  const place = findEnvironment(environment, context.params.environments);
  const installed = await checkVersions(place, versions);
  writeFileSync(join(shard.folder, PACKAGES_FILE), packagesText(installed));
  await runProgram(place, {
    argv: [
      'python',
      join(GENERATION_FOLDER.programs, GENERATION_PROGRAMS['code/driver']),
      GENERATION_FOLDER.settings,
      join(shard.folder, ANSWERS),
      String(shard.index),
      String(shard.count),
    ],
    cwd: work,
    env: { HF_HOME: join(work, 'cache'), ...env },
    logFile: join(shard.folder, 'generate.log'),
    signal: context.signal,
    onLine: (line) => {
      const [, done, total] = /^\{"answers": (\d+), "of": (\d+)\}$/.exec(line) ?? [];
      if (done !== undefined) context.progress(Number(done), Number(total));
    },
  });
}
