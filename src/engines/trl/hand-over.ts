import { ProuieError } from '../../errors.ts';

type Configuration = { readonly [key: string]: unknown };

/** Fields of `generation_config.json` that choose how tokens are drawn. */
const SAMPLING = [
  'do_sample',
  'temperature',
  'top_p',
  'top_k',
  'min_p',
  'typical_p',
  'epsilon_cutoff',
  'eta_cutoff',
  'repetition_penalty',
  'no_repeat_ngram_size',
  'num_beams',
] as const;

/**
 * A model's generation settings without sampling. TRL 0.24 lets these win over its own, so that with Qwen3's all
 * answers of a group come out the same.
 */
export function withoutSampling(generation: Configuration): Configuration {
  return Object.fromEntries(
    Object.entries(generation).filter(([key]) => !(SAMPLING as readonly string[]).includes(key)),
  );
}

/**
 * The `config.json` of a trained model as every reader understands it. transformers 5 writes `rope_theta` inside
 * `rope_parameters`, where transformers 4 does not look: it would take 10000 without a word.
 *
 * @param start the configuration of the model that training began with
 * @throws ProuieError PROUIE_CHECKPOINT where the two differ in `rope_theta`
 */
export function handOverConfig(trained: Configuration, start: Configuration): Configuration {
  const before = ropeTheta(start);
  const after = ropeTheta(trained);
  if (before !== after) {
    throw new ProuieError(
      'PROUIE_CHECKPOINT',
      `Training began with rope_theta ${before ?? 'left out'} and left ${after ?? 'none'}.`,
      { hint: 'The versions of transformers that wrote and read the model do not understand each other.' },
    );
  }
  return after === undefined ? trained : { ...trained, rope_theta: after };
}

function ropeTheta(config: Configuration): unknown {
  const parameters = config['rope_parameters'] as Configuration | null | undefined;
  return config['rope_theta'] ?? parameters?.['rope_theta'];
}
