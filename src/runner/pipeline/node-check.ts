import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { z } from 'zod';
import { ProuieError } from '../../errors.ts';
import type { GraphNode, NodeDeclaration } from '../../graph/node.ts';
import { isInnerPath } from '../../inner-path.ts';
import type { Json } from '../../json.ts';
import { describeIssue, meantIssue } from '../../schema-issue.ts';
import type { Step } from '../../step.ts';
import { didYouMean } from '../../suggest.ts';
import { valueAt } from '../../value-path.ts';
import { stepEntry, type Workspace } from './workspace.ts';

/**
 * The step of a declaration.
 *
 * @throws ProuieError PROUIE_STEP_UNKNOWN with the nearest name
 */
export async function loadStep(workspace: Workspace, declaration: NodeDeclaration): Promise<Step> {
  const entry = stepEntry(workspace, declaration.step);
  if (!existsSync(entry)) {
    const known = readdirSync(join(workspace.packageRoot, 'src', 'steps')).map((name) =>
      name.replace(/\.ts$/, ''),
    );
    throw new ProuieError(
      'PROUIE_STEP_UNKNOWN',
      `"${declaration.name}" uses the step "${declaration.step}", but there is no ${entry}.`,
      {
        hint: didYouMean(declaration.step, known) ?? `Known steps: ${known.join(', ')}.`,
        location: { file: workspace.pipelineFile },
      },
    );
  }
  const { step } = (await workspace.bundles.load(entry)) as { step?: Step };
  if (step === undefined) {
    throw new ProuieError('PROUIE_STEP_UNKNOWN', `${entry} exports no "step".`, {
      hint: 'Write `export const step = defineStep({...})`.',
      location: { file: entry },
    });
  }
  return step;
}

/**
 * The node with defaults filled in.
 *
 * @throws ProuieError PROUIE_PARAM, PROUIE_OUTPUTS, PROUIE_OUTSIDE, PROUIE_SHARDS
 */
export function checkNode(declaration: NodeDeclaration, step: Step): GraphNode {
  const parsed = step.params.safeParse(declaration.params ?? {});
  if (!parsed.success) throw paramsError(declaration, step, parsed.error);
  const outputs = step.outputs === 'declared' ? declaration.outputs : step.outputs;
  if (outputs === undefined)
    throw new ProuieError('PROUIE_OUTPUTS', `"${declaration.name}" must name its outputs.`, {
      hint: 'Add `outputs: { name: "text" }` to the node.',
    });
  for (const name of [...Object.keys(outputs), ...Object.keys(declaration.results ?? {})]) {
    if (isInnerPath(name)) continue;
    throw new ProuieError('PROUIE_OUTSIDE', `"${declaration.name}": "${name}" is no path inside a folder.`, {
      hint: 'Outputs, and copies under `results/`, are named by relative paths without `..`.',
    });
  }
  checkShards(declaration, step);
  checkMachines(declaration);
  return {
    ...declaration,
    params: parsed.data as { readonly [key: string]: Json },
    inputs: declaration.inputs ?? {},
    outputs,
    tags: declaration.tags ?? {},
    volatile: step.volatile ?? [],
    keyedBy: step.keyedBy ?? 'everything',
  };
}

/** A step that was not written for it would do the whole work in every process. */
function checkShards({ name, step: named, resources }: NodeDeclaration, step: Step): void {
  const shards = resources?.shards;
  if (shards === undefined) return;
  if (!Number.isSafeInteger(shards) || shards < 1)
    throw new ProuieError('PROUIE_SHARDS', `"${name}" asks for ${shards} shards.`, {
      hint: '`resources.shards` is a whole number, at least 1.',
    });
  if (shards > 1 && step.runShard === undefined)
    throw new ProuieError(
      'PROUIE_SHARDS',
      `"${name}" asks for ${shards} shards, but the step "${named}" cannot share its work.`,
      { hint: 'Leave `resources.shards` out, or give the step a `runShard` beside its `run`.' },
    );
}

function checkMachines({ name, resources }: NodeDeclaration): void {
  const nodes = resources?.nodes;
  if (nodes === undefined || (Number.isSafeInteger(nodes) && nodes >= 1)) return;
  throw new ProuieError('PROUIE_MACHINES', `"${name}" asks for ${nodes} machines.`, {
    hint: '`resources.nodes` is a whole number, at least 1.',
  });
}

function paramsError(declaration: NodeDeclaration, step: Step, error: z.ZodError): ProuieError {
  // A misspelt parameter is unknown and missing at once; that it is unknown says more.
  const issues = error.issues.map((one) => meantIssue(one));
  const issue = issues.find(({ code }) => code === 'unrecognized_keys') ?? issues[0]!;
  const unknown = issue.code === 'unrecognized_keys' ? issue.keys[0] : undefined;
  const path = [...issue.path, ...(unknown === undefined ? [] : [unknown])].join('.');
  const subject = path === '' ? 'what the parameters hold' : `the parameter "${path}"`;
  const known = Object.keys((step.params as { readonly shape?: object }).shape ?? {});
  return new ProuieError(
    'PROUIE_PARAM',
    unknown === undefined
      ? `${describeIssue(`"${declaration.name}": ${subject}`, issue, valueAt(declaration.params, issue.path))}.`
      : `"${declaration.name}": the step "${declaration.step}" has no parameter "${path}".`,
    {
      hint:
        unknown === undefined
          ? 'Mend the parameter in the pipeline or the profile.'
          : (didYouMean(unknown, known) ?? `Known parameters: ${known.join(', ')}.`),
      cause: error,
    },
  );
}
