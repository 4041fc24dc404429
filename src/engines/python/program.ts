import { basename } from 'node:path';
import type { Readable } from 'node:stream';
import { execa } from 'execa';
import { ProuieError } from '../../errors.ts';
import type { PythonPlace } from './environment.ts';
import { programFailure } from './failures.ts';
import { GRACE_SECONDS, guardGroup, signalGroup } from './process-group.ts';
import { programEnvironment, secretsIn } from './program-environment.ts';
import { ProgramLog } from './program-log.ts';

export interface ProgramCall {
  /** The program and its words; `python` is the place's interpreter, any other name a program of its environment. */
  readonly argv: readonly [program: string, ...words: string[]];
  /** Words before the program and the container's, such as those of `srun`, which start it on several machines. */
  readonly launcher?: readonly string[];
  readonly cwd: string;
  /** Variables of this program, besides those that all get (`program-environment.ts`). */
  readonly env?: Readonly<Record<string, string>>;
  /** Takes every line of both streams as it comes; an earlier attempt's lines stay before them. */
  readonly logFile: string;
  /** What it reads from standard input; nothing where left out. */
  readonly input?: Readable;
  /** Ends the program and all that it started. */
  readonly signal?: AbortSignal;
  /** Every line, those of progress bars that are drawn anew as well. */
  readonly onLine?: (line: string) => void;
  /** Lets processes that it leaves behind live on, such as those of `ray start`. */
  readonly leavesProcesses?: boolean;
}

/** Milliseconds that streams may stay open, held by processes left behind, after the program has ended. */
const DRAIN_MS = 2000;

/**
 * Runs a program of a Python environment in a process group of its own, and waits for its end. On abort the group gets
 * SIGTERM, and SIGKILL ten seconds later; it also ends when this process is killed.
 *
 * @throws ProuieError PROUIE_TRAINER_… as `failures.ts` tells them apart; PROUIE_PROGRAM_MISSING where it cannot be
 *   started; the signal's reason after an abort
 */
export async function runProgram(place: PythonPlace, call: ProgramCall): Promise<void> {
  call.signal?.throwIfAborted();
  const [program, ...words] = call.argv;
  const [file = program, ...rest] = [
    ...(call.launcher ?? []),
    ...place.container,
    program === 'python' ? place.python : program,
    ...words,
  ];
  const env = programEnvironment(place, process.env, call.env ?? {});
  const log = new ProgramLog(call.logFile, call.onLine ?? (() => undefined), secretsIn(env));
  try {
    const end = await spawn(file, rest, env, log, call);
    call.signal?.throwIfAborted();
    if (end.error !== undefined) throw end.error;
    if (end.exitCode === 0) return;
    if (end.exitCode === undefined && end.killedBy === undefined) throw notStarted(file, place, end.message);
    throw programFailure(
      { program: basename(program), exitCode: end.exitCode, killedBy: end.killedBy },
      log.tail(),
    );
  } finally {
    log.close();
  }
}

interface ProgramEnd {
  readonly exitCode: number | undefined;
  readonly killedBy: string | undefined;
  /** Why it could not be started. */
  readonly message: string;
  /** What reading its lines threw. */
  readonly error: unknown;
}

async function spawn(
  file: string,
  words: readonly string[],
  env: Readonly<Record<string, string>>,
  log: ProgramLog,
  call: ProgramCall,
): Promise<ProgramEnd> {
  const child = execa(file, words, {
    cwd: call.cwd,
    env,
    extendEnv: false,
    ...(call.input === undefined ? { stdin: 'ignore' as const } : { input: call.input }),
    buffer: false,
    reject: false,
    detached: true,
  });
  const group = child.pid;
  if (group === undefined) {
    const { originalMessage } = await child;
    return { exitCode: undefined, killedBy: undefined, message: originalMessage ?? '', error: undefined };
  }
  const guard = guardGroup(group);
  let error: unknown;
  let timer: NodeJS.Timeout | undefined;
  const endGroup = (): void => {
    signalGroup(group, 'SIGTERM');
    timer ??= setTimeout(() => signalGroup(group, 'SIGKILL'), GRACE_SECONDS * 1000);
  };
  const attempt = (take: () => void): void => {
    if (error !== undefined) return;
    try {
      take();
    } catch (cause) {
      error = cause;
      endGroup();
    }
  };
  const streams = [child.stdout, child.stderr].map((stream) => ({ stream, lines: log.stream() }));
  for (const { stream, lines } of streams) {
    stream.on('data', (bytes: Uint8Array) => attempt(() => lines.write(bytes)));
  }
  child.once('exit', () => {
    if (call.leavesProcesses !== true) signalGroup(group, 'SIGKILL');
    setTimeout(() => streams.forEach(({ stream }) => void stream.destroy()), DRAIN_MS).unref();
  });
  call.signal?.addEventListener('abort', endGroup, { once: true });
  try {
    const { exitCode, signal, originalMessage } = await child;
    for (const { lines } of streams) attempt(() => lines.end());
    return { exitCode, killedBy: signal, message: originalMessage ?? '', error };
  } finally {
    clearTimeout(timer);
    call.signal?.removeEventListener('abort', endGroup);
    guard.release();
  }
}

function notStarted(file: string, place: PythonPlace, why: string): ProuieError {
  return new ProuieError('PROUIE_PROGRAM_MISSING', `${file} cannot be started: ${why}.`, {
    hint:
      place.container.length > 0
        ? `Check \`languageModel.environments.${place.name}.container\` in the profile.`
        : `Check the environment with \`prouie env check ${place.name}\`.`,
  });
}
