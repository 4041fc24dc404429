import { ProuieError } from '../../errors.ts';
import type { LogTail } from './program-log.ts';

/** How a program ended. */
export interface BadEnd {
  /** Its name. */
  readonly program: string;
  readonly exitCode: number | undefined;
  /** The signal that ended it. */
  readonly killedBy: string | undefined;
}

interface Signature {
  readonly code: string;
  readonly pattern: RegExp;
  /** Counts on the last error alone: programs also report such errors and go on without what they lack. */
  readonly onLastError?: boolean;
  /** Goes after the program's name. */
  readonly says: string;
  readonly hint: string;
}

/** What a program says before it ends badly, the most telling first; the earliest line that says it is the cause. */
const SIGNATURES: readonly Signature[] = [
  {
    code: 'PROUIE_TRAINER_MEMORY',
    pattern: /CUDA Error: out of memory at .*cumem_allocator|No available memory for the cache blocks/,
    says: 'ran out of GPU memory while vLLM took its share',
    hint: 'Lower the share of memory that vLLM takes (`gpu_memory_utilization`), or let the trainer offload weights and optimizer.',
  },
  {
    code: 'PROUIE_TRAINER_MEMORY',
    pattern: /\b(torch(\.cuda)?\.)?OutOfMemoryError: (?!Task)|CUDA out of memory|CUBLAS_STATUS_ALLOC_FAILED/,
    says: 'ran out of GPU memory',
    hint: 'Lower the batch of a device and raise the accumulation by as much, shorten the cutoff, or take more GPUs.',
  },
  {
    code: 'PROUIE_TRAINER_MEMORY',
    pattern:
      /running low on memory|ray\.exceptions\.OutOfMemoryError|DefaultCPUAllocator: (can't|not enough)|^MemoryError\b|Cannot allocate memory/,
    says: "ran out of the machine's memory",
    hint: 'Ask for more memory (`resources.memory`), or lower the number of worker processes.',
  },
  {
    code: 'PROUIE_TRAINER_DISK',
    pattern: /No space left on device|Disk quota exceeded/,
    says: 'found no space left on the disk',
    hint: 'Free some space (`prouie gc` shows what the store can give back), keep fewer checkpoints, and run again: it goes on from the last one.',
  },
  {
    code: 'PROUIE_TRAINER_NCCL',
    pattern: /Watchdog caught collective operation timeout|NCCL (error|WARN.*[Tt]imeout)|nccl\w*Error\b/,
    says: 'lost the connection between its GPUs (NCCL)',
    hint: 'Another rank may have failed or been busy before: see the lines above. Run again; it goes on from the last checkpoint.',
  },
  {
    code: 'PROUIE_TRAINER_KILLED',
    pattern: /exitcode\s*:\s*-9\b|Signal 9 \(SIGKILL\)|died with <Signals\.SIGKILL/,
    says: 'had a process killed (-9), most often because the machine or the job ran out of memory',
    hint: 'Ask for more memory (`resources.memory`), or lower the number of worker processes.',
  },
  {
    code: 'PROUIE_TRAINER_NCCL',
    pattern: /exitcode\s*:\s*-6\b|Signal 6 \(SIGABRT\)/,
    says: 'had a process that gave up (SIGABRT), which NCCL does when GPUs wait for each other too long',
    hint: 'See the lines above for the rank that failed first. Run again; it goes on from the last checkpoint.',
  },
  {
    code: 'PROUIE_TRAINER_PACKAGE',
    pattern: /^(ModuleNotFoundError|ImportError|importlib\.metadata\.PackageNotFoundError): /,
    onLastError: true,
    says: 'misses a Python package, or a part of one',
    hint: 'Check the environment with `prouie env check NAME`.',
  },
  {
    code: 'PROUIE_TRAINER_DATA',
    pattern:
      /Cannot find valid samples|Undefined dataset|DatasetGenerationError|DatasetGenerationCastError|EmptyDatasetError/,
    onLastError: true,
    says: 'could not read its rows',
    hint: 'Look at the rows that the node was given with `prouie show NODE`.',
  },
  {
    code: 'PROUIE_TRAINER_FAILED',
    pattern:
      /Total available GPUs \S+ is less than|No available node types can fulfill|Failed to register worker/,
    says: 'was not given what it needs by Ray',
    hint: 'Check the number of GPUs and machines, and that no other Ray cluster runs on the machine.',
  },
];

/** Ends that wrap the cause and say nothing of it. */
const WRAPPERS = /(ChildFailedError|CalledProcessError|RayTaskError|RayActorError|ActorDiedError)\b/;
/** `SomeError: text`, also where a rank, an actor or colours stand before it. */
const ERROR_LINE = /^([A-Za-z_][\w.]*(Error|Exception|Interrupt|Exit)|[a-z_]\w*(\.\w+)*\.[A-Z]\w+): \S/;

/** The failure that a program's last lines speak of, with the place in its log and what to do next. */
export function programFailure(end: BadEnd, tail: LogTail): ProuieError {
  const lines = tail.lines.map(bareLine);
  const last = lines.findLastIndex((line) => isError(line));
  for (const { code, pattern, says, hint, onLastError } of SIGNATURES) {
    const at = lines.findIndex(
      (line, index) => (onLastError !== true || index === last) && pattern.test(line) && !isWarning(line),
    );
    if (at >= 0) return failure(code, `${end.program} ${says}: ${quote(lines[at]!)}`, hint, tail, at);
  }
  const killed = killedEnd(end, tail, lines.length - 1);
  if (killed !== undefined && (last < 0 || end.killedBy !== undefined)) return killed;
  const at = last >= 0 ? last : lines.findLastIndex((line) => line.trim() !== '' && !isWarning(line));
  const how =
    end.exitCode === undefined ? `was ended by ${end.killedBy}` : `ended with exit code ${end.exitCode}`;
  const words =
    at < 0 ? `${end.program} ${how} and said nothing.` : `${end.program} ${how}: ${quote(lines[at]!)}`;
  return failure(
    'PROUIE_TRAINER_FAILED',
    words,
    'Mend what it names, and run again; the log has all that came before it.',
    tail,
    at,
  );
}

/** A program that a signal ended; shells and containers report it as an exit code over 128. */
function killedEnd(
  { program, exitCode, killedBy }: BadEnd,
  tail: LogTail,
  at: number,
): ProuieError | undefined {
  if (killedBy === 'SIGKILL' || exitCode === 137) {
    return failure(
      'PROUIE_TRAINER_KILLED',
      `${program} was killed (-9), most often because the machine or the job ran out of memory.`,
      'Ask for more memory (`resources.memory`), or lower the number of worker processes; run again to go on from the last checkpoint.',
      tail,
      at,
    );
  }
  if (killedBy === 'SIGTERM' || exitCode === 143) {
    return failure(
      'PROUIE_TRAINER_KILLED',
      `${program} was ended from outside (SIGTERM).`,
      'Run again: it goes on from its last checkpoint.',
      tail,
      at,
    );
  }
  if (killedBy === 'SIGABRT' || exitCode === 134) {
    return failure(
      'PROUIE_TRAINER_NCCL',
      `${program} gave up (SIGABRT), which NCCL does when GPUs wait for each other too long.`,
      'See the lines above for what failed first; run again to go on from the last checkpoint.',
      tail,
      at,
    );
  }
  return undefined;
}

function failure(code: string, message: string, hint: string, tail: LogTail, at: number): ProuieError {
  const line = at < 0 ? {} : { line: tail.firstLine + at };
  return new ProuieError(code, message, { hint, location: { file: tail.file, ...line } });
}

/** A line without colours and without what says which rank or actor it is from. */
function bareLine(line: string): string {
  return (
    line
      // biome-ignore lint/suspicious/noControlCharactersInRegex: colours begin with an escape.
      .replace(/\u001b\[[0-9;]*m/g, '')
      .replace(/^(\[rank\d+\]:\s*|\(\w[\w.]* (pid|ip)=[^)]*\)\s*)+/, '')
      .trimEnd()
  );
}

function isError(line: string): boolean {
  return ERROR_LINE.test(line) && !WRAPPERS.test(line) && !isWarning(line);
}

function isWarning(line: string): boolean {
  return /\w*Warning\b|\bWARN(ING)?\b/.test(line) && !/NCCL WARN/.test(line);
}

function quote(line: string): string {
  const text = line.trim();
  return text.length > 300 ? `${text.slice(0, 300)}…` : text;
}
