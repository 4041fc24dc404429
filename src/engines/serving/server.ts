import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { z } from 'zod';
import { ProuieError } from '../../errors.ts';
import { answerSchema } from '../generated-answers.ts';
import type {
  GenerationRequest,
  PromptLine,
  ServedAnswer,
  ServingContext,
  ServingModel,
} from '../generation.ts';
import { GENERATION_FOLDER, GENERATION_PROGRAMS, layOutGenerator } from '../generation-run.ts';
import { findEnvironment } from '../python/environment.ts';
import type { EnvironmentName } from '../python/environment-settings.ts';
import { checkVersions } from '../python/environment-versions.ts';
import { runProgram } from '../python/program.ts';
import { programParts } from '../python/program-request.ts';

const served = /* @__PURE__ */ z.object({
  answered: z.union([answerSchema, z.object({ tooLong: z.int() })]),
});

interface Question {
  readonly count: number;
  readonly answers: ServedAnswer[];
  readonly resolve: (answers: readonly ServedAnswer[]) => void;
  readonly reject: (cause: unknown) => void;
}

/**
 * Starts a generator that answers as it is asked (`serve.py`); the model is loaded meanwhile. When it ends badly, what
 * is being asked, and all that is asked later, ends in its failure.
 *
 * @param env variables of the program
 * @throws ProuieError PROUIE_ENVIRONMENT_MISSING, PROUIE_ENVIRONMENT_VERSION and others of `checkVersions`
 */
export async function openServer(
  context: ServingContext,
  request: GenerationRequest,
  environment: EnvironmentName,
  env: { readonly [name: string]: string },
): Promise<ServingModel> {
  const work = context.folder;
  mkdirSync(work, { recursive: true });
  const { files, versions } = programParts(request);
  layOutGenerator(context, files, work, { ...GENERATION_PROGRAMS, 'program/serve': 'serve.py' });
  const place = findEnvironment(environment, context.params.environments);
  await checkVersions(place, versions);

  const input = new PassThrough();
  const stop = new AbortController();
  let hasAnswered = false;
  const questions: Question[] = [];
  let failure: unknown;
  const fail = (cause: unknown): void => {
    failure ??= cause;
    for (const { reject } of questions.splice(0)) reject(failure);
  };
  const take = (line: string): void => {
    if (!line.startsWith('{"answered"')) return;
    const [question] = questions;
    const answer = served.parse(JSON.parse(line)).answered;
    if (question === undefined) return;
    hasAnswered = true;
    question.answers.push(answer);
    if (question.answers.length < question.count) return;
    questions.shift();
    question.resolve(question.answers);
  };
  const ended = runProgram(place, {
    argv: ['python', join(GENERATION_FOLDER.programs, 'serve.py'), GENERATION_FOLDER.settings],
    cwd: work,
    env: { HF_HOME: join(work, 'cache'), ...env },
    logFile: join(work, 'serve.log'),
    signal: AbortSignal.any([context.signal, stop.signal]),
    input,
    onLine: take,
  }).then(() => fail(endedEarly(work)), fail);

  return {
    ask: (prompts) => {
      if (failure !== undefined) return Promise.reject(failure as Error);
      if (prompts.length === 0) return Promise.resolve([]);
      return new Promise((resolve, reject) => {
        questions.push({ count: prompts.length, answers: [], resolve, reject });
        input.write(`${JSON.stringify(prompts.map(bare))}\n`);
      });
    },
    close: async () => {
      // One that still loads its model would do that to the end first.
      if (hasAnswered) input.end();
      else stop.abort();
      await ended;
    },
  };
}

function bare({ instruction, input }: Pick<PromptLine, 'instruction' | 'input'>): object {
  return { instruction, input };
}

function endedEarly(work: string): ProuieError {
  return new ProuieError(
    'PROUIE_ANSWERS',
    'The generator ended before it had answered all that it was asked.',
    {
      hint: 'See its log.',
      location: { file: join(work, 'serve.log') },
    },
  );
}
