import { existsSync } from 'node:fs';
import { ProuieError } from '../errors.ts';
import { openStore, storeFolder as resolveStore } from '../runner/pipeline/workspace.ts';
import type { Store } from '../store/store.ts';
import type { ParsedArguments } from './arguments.ts';
import type { Io } from './io.ts';
import { GRAPH_FLAGS } from './node-flags.ts';

/** The flag of commands that are about a whole store, whatever ran on it. */
export const STORE_FLAG = { store: GRAPH_FLAGS.store } as const;

/** Where the store lies or would lie. */
export function storeFolder(args: ParsedArguments, io: Io): string {
  return resolveStore(io.cwd, io.env, args.value('store'));
}

/** @throws ProuieError PROUIE_STORE_MISSING */
export function existingStore(args: ParsedArguments, io: Io): Store {
  const folder = storeFolder(args, io);
  if (existsSync(folder)) return openStore(folder);
  throw new ProuieError('PROUIE_STORE_MISSING', `There is no store at ${folder}.`, {
    hint: 'Run `prouie run` first, or name another place with --store DIR or PROUIE_STORE.',
    location: { file: folder },
  });
}
