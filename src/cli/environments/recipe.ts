import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ENVIRONMENT_NAMES, type EnvironmentName } from '../../engines/python/environment-settings.ts';
import { lockVersions } from '../../engines/python/lock-versions.ts';
import { ProuieError } from '../../errors.ts';
import { didYouMean } from '../../suggest.ts';

/** What an environment is made from. */
export interface Recipe {
  readonly name: string;
  /** File of the lock: a requirements file of pip. */
  readonly lock: string;
  /** SHA-256 of the lock. */
  readonly digest: string;
  /** Versions that the lock pins. */
  readonly versions: Readonly<Record<string, string>>;
  /** Disk space that it takes, bytes. */
  readonly bytes: number;
  /** Words behind `pip install`, one call each. */
  readonly installs: readonly (readonly string[])[];
}

/** Disk space by environment, GB: of `sft` and `grpo` measured, the others from the sizes of their wheels. */
const GIGABYTES: Readonly<Record<EnvironmentName, number>> = { sft: 8, grpo: 5, predict: 9, easyr1: 12 };

/** The only package without a hash: what is installed is what the CUDA compiler of the machine makes of it. */
const FLASH_ATTENTION = 'flash-attn==2.8.3';

export const SUMMARIES: Readonly<Record<EnvironmentName, string>> = {
  sft: 'fine-tuning with LLaMA-Factory; GRPO with TRL and generation on one machine',
  grpo: 'GRPO with TRL 1',
  predict: 'generation with vLLM, on GPUs',
  easyr1: 'GRPO with EasyR1, from a checkout',
};

/** @throws ProuieError PROUIE_USAGE for a name that is none */
export function environmentName(word: string): EnvironmentName {
  const name = ENVIRONMENT_NAMES.find((known) => known === word);
  if (name !== undefined) return name;
  throw new ProuieError('PROUIE_USAGE', `There is no Python environment "${word}".`, {
    hint: didYouMean(word, ENVIRONMENT_NAMES) ?? `Known: ${ENVIRONMENT_NAMES.join(', ')}.`,
  });
}

/**
 * The recipe of an environment that comes with prouie.
 *
 * @param checkout a checkout of EasyR1, which no package index has
 * @throws ProuieError PROUIE_CHECKOUT_MISSING for `easyr1` without one
 */
export function readRecipe(packageRoot: string, name: EnvironmentName, checkout?: string): Recipe {
  const recipe = recipeFrom(name, lockFile(packageRoot, name), GIGABYTES[name] * 1e9);
  if (name !== 'easyr1') return recipe;
  if (checkout === undefined || !existsSync(join(checkout, 'verl', 'trainer', 'main.py'))) {
    throw new ProuieError(
      'PROUIE_CHECKOUT_MISSING',
      checkout === undefined
        ? 'EasyR1 is in no package index, so its environment is made around a checkout of it.'
        : `${checkout} is no checkout of EasyR1: it has no verl/trainer/main.py.`,
      {
        hint: '`git clone https://github.com/hiyouga/EasyR1`, then `prouie env create easyr1 --checkout EasyR1`; or name a container in the profile.',
      },
    );
  }
  return {
    ...recipe,
    installs: [
      ...recipe.installs,
      // It is compiled against the torch that is there by now.
      ['--no-build-isolation', '--no-deps', FLASH_ATTENTION],
      ['--no-deps', '--no-build-isolation', '--editable', checkout],
    ],
  };
}

/** The versions that the lock of an environment pins. */
export function readVersions(packageRoot: string, name: EnvironmentName): Readonly<Record<string, string>> {
  return lockVersions(readFileSync(lockFile(packageRoot, name), 'utf8'));
}

/** A recipe of any lock with hashes. */
export function recipeFrom(name: string, lock: string, bytes: number): Recipe {
  const text = readFileSync(lock, 'utf8');
  return {
    name,
    lock,
    digest: createHash('sha256').update(text).digest('hex'),
    versions: lockVersions(text),
    bytes,
    installs: [['--require-hashes', '--no-deps', '--only-binary', ':all:', '-r', lock]],
  };
}

function lockFile(packageRoot: string, name: string): string {
  return join(packageRoot, 'src', 'engines', 'python', 'locks', `${name}.txt`);
}
