import { z } from 'zod';
import { parseCheckedYaml } from '../../checked-yaml.ts';
import type { Workload } from '../../engines/engine.ts';
import { type SpeedTable, speedTable } from '../../engines/speeds.ts';
import type { ProfileSource } from '../../pipeline.ts';

/** What the work of one node comes to. */
export interface Estimate {
  readonly node: string;
  readonly gpus: number;
  readonly trainedTokens: number;
  readonly generatedTokens: number;
  readonly hours: number;
  readonly gpuHours: number;
}

/**
 * @returns undefined where the profile assumes no speeds
 * @throws ProuieError PROUIE_INVALID with the place in the profile
 */
export function readSpeeds(profile: ProfileSource): SpeedTable | undefined {
  const schema = z.looseObject({ speeds: speedTable.optional() });
  return parseCheckedYaml(profile.text, profile.file ?? profile.name, schema, 'profile').value.speeds;
}

/**
 * @param tokens mean tokens of a row's prompt and of its target
 */
export function estimate(
  node: string,
  { trainedRows, answers, gpus }: Workload,
  tokens: { readonly prompt: number; readonly target: number },
  speeds: SpeedTable,
): Estimate {
  const trainedTokens = trainedRows * (tokens.prompt + tokens.target);
  const generatedTokens = answers * tokens.target;
  const seconds =
    gpus === 0
      ? 0
      : speeds.start + (trainedTokens / speeds.training + generatedTokens / speeds.generation) / gpus;
  const hours = seconds / 3600;
  return { node, gpus, trainedTokens, generatedTokens, hours, gpuHours: hours * gpus };
}
