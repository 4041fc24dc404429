import { z } from 'zod';
import { comparePrompts, type MadePrompts, promptWay } from '../engines/preflight/agreement.ts';
import { makePrompts } from '../engines/preflight/run.ts';
import type { Json } from '../json.ts';
import { defineStep, type StepInput } from '../step.ts';
import { readJson } from '../uie/ordered-json.ts';
import { readTrainingRow } from '../uie/record-json.ts';
import type { TrainingRow } from '../uie/records.ts';
import { readTotal } from './manifest.ts';

/**
 * Compares the token ids of prompts as trainer, GRPO and generation make them, each in its environment, and fails where
 * two differ. Inputs: `model`, `rows/<mixture>` with `manifest/<mixture>`, `program/preflight`, `program/prompt`, and
 * `lock/<environment>`, which only count.
 */
export const step = defineStep({
  params: z.strictObject({
    /** Prompts, spread evenly over the mixtures. */
    prompts: z.int().positive(),
    ways: z.array(promptWay).min(1),
    /** How Python environments are reached; see `src/engines/python`. */
    environments: z.record(z.string(), z.json()).optional(),
  }),
  volatile: ['environments'],
  outputs: { report: 'json' },
  async run(context) {
    const { prompts, ways, environments } = context.params;
    const rows = await chooseRows(context.inputs('rows'), context.inputs('manifest'), prompts);
    const made: MadePrompts[] = [];
    for (const environment of new Set(ways.map((way) => way.environment))) {
      const own = ways.filter((way) => way.environment === environment);
      made.push(...(await makePrompts(context, environment, environments, own, rows)));
    }
    const agreement = comparePrompts(made);
    const facts = made.map(({ way, transformers, chatTemplate, eos, ropeTheta }) => ({
      ...(way as { readonly [name: string]: Json }),
      ...{ transformers, chatTemplate, eos, ropeTheta },
    }));
    context.outputs.writeJson('report', { ...agreement, ways: facts });
  },
});

/** Rows at even distances of each mixture, all mixtures alike. */
async function chooseRows(
  mixtures: ReadonlyMap<string, StepInput>,
  manifests: ReadonlyMap<string, StepInput>,
  count: number,
): Promise<readonly TrainingRow[]> {
  const chosen: TrainingRow[] = [];
  let rest = mixtures.size;
  for (const [name, rows] of mixtures) {
    const total = readTotal(manifests.get(name)!);
    const share = Math.min(total, Math.ceil((count - chosen.length) / rest--));
    let number = 0;
    let taken = 0;
    for await (const line of rows.lines()) {
      if (taken === share) break;
      if (number++ < Math.floor((taken * total) / share)) continue;
      chosen.push(readTrainingRow(readJson(line), { file: rows.path, line: number }));
      taken++;
    }
  }
  return chosen;
}
