/** What answers: the embedded engine in process, or a language model in its Python environment. */
import { openSession } from '../../runner/plan/session.ts';
import type { ParsedArguments } from '../arguments.ts';
import type { CommandHost } from '../command-host.ts';
import type { Io } from '../io.ts';
import { workspaceFrom } from '../node-flags.ts';
import { openAnswerer } from './answer.ts';
import { findCheckpoint, loadCheckpoint } from './checkpoint.ts';
import { type OpenedLanguageModel, openLanguageModel } from './language-model.ts';
import { eachAlone } from './prediction.ts';

export type OpenedModel = Omit<OpenedLanguageModel, 'generation'> & {
  /** Undefined for the embedded engine, whose answers its checkpoint alone decides. */
  readonly generation: string | undefined;
};

/** @throws ProuieError those of `findCheckpoint`, `loadCheckpoint` and `openLanguageModel` */
export async function openModel(
  args: ParsedArguments,
  io: Io,
  host: CommandHost,
  signal: AbortSignal,
): Promise<OpenedModel> {
  const found = await findCheckpoint(args, io, host);
  const raw = args.has('raw');
  if (found.kind === 'language-model') {
    const session = found.node?.session ?? (await openSession(workspaceFrom(args, io, host.packageRoot)));
    return openLanguageModel(found, session, { raw, fills: args.has('out'), signal });
  }
  const { checkpoint, digest } = await loadCheckpoint(found);
  return {
    answerer: eachAlone(openAnswerer(checkpoint, raw)),
    digest,
    generation: undefined,
    remarks: () => '',
    close: async () => undefined,
  };
}
