/** Where answers go: standard output, or a file that can be continued. */
import { once } from 'node:events';
import type { Io } from '../io.ts';
import { AnswerFile } from './answer-file.ts';
import type { JournalHead } from './journal.ts';
import type { Position, PositionTracker } from './position.ts';

export interface Answers {
  /** What the file held already. */
  readonly before: Position | undefined;
  write(piece: Buffer, position: () => Position): Promise<void>;
  /** @param finished whether all was answered */
  close(finished: boolean): Promise<void>;
}

/** A reader that takes nothing holds this up until it does, or until the signal comes. */
export function streamedAnswers(io: Io, signal: AbortSignal): Answers {
  return {
    before: undefined,
    write: async (piece) => {
      if (io.stdout.write(piece) || signal.aborted) return;
      try {
        await once(io.stdout, 'drain', { signal });
      } catch (cause) {
        if (!signal.aborted) throw cause;
      }
    },
    close: async () => undefined,
  };
}

/** @throws ProuieError PROUIE_OUT_EXISTS, PROUIE_RESUME_UNKNOWN, PROUIE_RESUME_CHANGED, PROUIE_CANNOT_WRITE */
export async function filedAnswers(
  path: string,
  head: JournalHead,
  resume: boolean,
  tracker: PositionTracker,
): Promise<Answers> {
  const opened = resume
    ? await AnswerFile.reopen(path, head, tracker)
    : { file: await AnswerFile.create(path, head), from: undefined };
  if (opened.from !== undefined) tracker.continueFrom(opened.from);
  return {
    before: opened.from,
    write: (piece, position) => opened.file.write(piece, position()),
    close: (finished) => opened.file.close(finished),
  };
}
