import type { TrainingEngine } from '../engines/engine.ts';
import type { GenerationEngine } from '../engines/generation.ts';
import { ProuieError } from '../errors.ts';
import type { StepInput } from '../step.ts';

/** The engine that a bundle of `src/engines/<name>/engine.ts` exports. @throws ProuieError PROUIE_ENGINE_MODULE */
export async function trainingEngine(bundle: StepInput): Promise<TrainingEngine> {
  const { engine } = await bundle.module();
  if (isEngine<TrainingEngine>(engine, ['render', 'train', 'collect'])) return engine;
  throw noEngine(bundle, 'training');
}

/** The same of an engine that answers. @throws ProuieError PROUIE_ENGINE_MODULE */
export async function generationEngine(bundle: StepInput): Promise<GenerationEngine> {
  const { engine } = await bundle.module();
  if (isEngine<GenerationEngine>(engine, ['render', 'generate'])) return engine;
  throw noEngine(bundle, 'generation');
}

function isEngine<Engine extends object>(
  value: unknown,
  methods: readonly (keyof Engine & string)[],
): value is Engine {
  return (
    typeof value === 'object' &&
    value !== null &&
    methods.every((method) => typeof Reflect.get(value, method) === 'function')
  );
}

function noEngine(bundle: StepInput, what: 'training' | 'generation'): ProuieError {
  return new ProuieError('PROUIE_ENGINE_MODULE', `The module exports no \`engine\` for ${what}.`, {
    hint: 'src/engines/engine.ts and src/engines/generation.ts say what an engine is.',
    location: { file: bundle.path },
  });
}
