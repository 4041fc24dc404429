import { isProuieError, ProuieError } from '../../errors.ts';
import type { NodeDeclaration } from '../../graph/node.ts';
import type { PipelineContext } from '../../pipeline.ts';
import { blamingSettings } from './blamed-setting.ts';
import { pipelineContext } from './pipeline-context.ts';
import type { Question } from './questions.ts';
import type { Workspace } from './workspace.ts';

/**
 * The nodes that the workspace's pipeline declares, unchecked.
 *
 * @param questions takes what the pipeline asks of the file system
 * @throws ProuieError PROUIE_PIPELINE for a pipeline that fails or gives no list of nodes, and what the pipeline itself
 *   says of its profile
 */
export async function declareNodes(
  workspace: Workspace,
  questions: Question[],
): Promise<readonly NodeDeclaration[]> {
  const module = await workspace.bundles.load(workspace.pipelineFile);
  const declare = async (settings: readonly string[]): Promise<readonly NodeDeclaration[]> =>
    callPipeline(
      workspace.pipelineFile,
      module,
      await pipelineContext({ ...workspace, settings }, questions),
    );
  return blamingSettings(workspace, declare);
}

function callPipeline(
  file: string,
  module: Record<string, unknown>,
  context: PipelineContext,
): readonly NodeDeclaration[] {
  const pipeline = module['pipeline'];
  if (typeof pipeline !== 'function') {
    throw pipelineError(
      file,
      `${file} exports no function named "pipeline".`,
      'Write `export const pipeline: Pipeline = (context) => [...]`.',
    );
  }
  let declarations: unknown;
  try {
    declarations = pipeline(context);
  } catch (cause) {
    if (isProuieError(cause)) throw cause;
    const message = cause instanceof Error ? cause.message : String(cause);
    throw pipelineError(file, `The pipeline failed: ${message}`, 'See where with --debug.', cause);
  }
  if (!Array.isArray(declarations)) {
    const found = declarations instanceof Promise ? 'a promise' : String(declarations);
    throw pipelineError(file, `The pipeline gave ${found} and no list of nodes.`, 'Return an array.');
  }
  for (const [index, declaration] of declarations.entries()) {
    for (const field of ['name', 'step'] as const) {
      const value: unknown = declaration?.[field];
      if (typeof value === 'string' && value !== '') continue;
      const which =
        typeof declaration?.name === 'string' ? `node "${declaration.name}"` : `node number ${index + 1}`;
      throw pipelineError(
        file,
        `The ${which} has no ${field}.`,
        'A node is written `node({ name: "…", step: "…", … })`.',
      );
    }
  }
  return declarations as readonly NodeDeclaration[];
}

function pipelineError(file: string, message: string, hint: string, cause?: unknown): ProuieError {
  return new ProuieError('PROUIE_PIPELINE', message, { hint, location: { file }, cause });
}
