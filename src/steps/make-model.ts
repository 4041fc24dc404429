import { join } from 'node:path';
import { z } from 'zod';
import { findEnvironment } from '../engines/python/environment.ts';
import { runProgram } from '../engines/python/program.ts';
import { defineStep } from '../step.ts';

/**
 * Makes a tiny Qwen3 with random weights and a tokenizer of its own, for tests of engines and a first look at them.
 * Inputs: `program`, `texts` (training rows, from whose strings the tokenizer is learned) and `tokenizerConfig`.
 */
export const step = defineStep({
  params: z.strictObject({
    seed: z.int().nonnegative(),
    vocabulary: z.int().positive(),
    context: z.int().positive(),
    hidden: z.int().positive(),
    layers: z.int().positive(),
    /** How Python environments are reached; see `src/engines/python`. */
    environments: z.record(z.string(), z.json()).optional(),
  }),
  volatile: ['environments'],
  outputs: { checkpoint: 'directory' },
  async run(context) {
    const { seed, vocabulary, context: length, hidden, layers, environments } = context.params;
    await runProgram(findEnvironment('sft', environments), {
      argv: [
        'python',
        context.input('program').path,
        ...['--texts', context.input('texts').path],
        ...['--tokenizer-config', context.input('tokenizerConfig').path],
        ...['--out', context.outputs.directory('checkpoint').path],
        ...['--seed', String(seed)],
        ...['--vocabulary', String(vocabulary)],
        ...['--context', String(length)],
        ...['--hidden', String(hidden)],
        ...['--layers', String(layers)],
      ],
      cwd: context.folder,
      env: { OMP_NUM_THREADS: '1', CUDA_VISIBLE_DEVICES: '' },
      logFile: join(context.folder, 'program.log'),
      signal: context.signal,
    });
  },
});
