/** The loop from lines to answers: in order, in pieces, with as much in memory as one piece needs. */
import { setImmediate } from 'node:timers/promises';
import type { Answer, Answerer } from './answer.ts';
import { resumeChanged } from './answer-file.ts';
import type { ByteLine } from './byte-lines.ts';
import type { Position, PositionTracker } from './position.ts';
import type { Failure, Request, RequestReader } from './request.ts';
import type { TextProgress } from './text-progress.ts';

/** What answers the texts of a piece together. */
export interface PieceAnswerer {
  /** A piece ends after so many texts, or so many bytes of input. */
  readonly texts: number;
  readonly bytes: number;
  /**
   * Whether a piece is filled up before it is answered, so that what is answered together depends on the input alone.
   * Else it also ends where no other line waits.
   */
  readonly fills: boolean;
  answer(asked: readonly (Request | Failure)[]): Promise<readonly Answer[]> | readonly Answer[];
}

/** Answers each text alone, as soon as it is there. */
export function eachAlone(answer: Answerer): PieceAnswerer {
  return { texts: 128, bytes: 1 << 17, fills: false, answer: (asked) => asked.map(answer) };
}

export interface PredictionParts {
  readonly lines: AsyncIterable<readonly ByteLine[]>;
  readonly read: RequestReader;
  readonly answerer: PieceAnswerer;
  readonly tracker: PositionTracker;
  readonly progress: TextProgress;
  /** Writes a piece of output, and returns when the next one may come. */
  write(piece: Buffer, position: () => Position): Promise<void>;
  /** What was answered before, and the file that holds it. */
  readonly before: { readonly position: Position; readonly file: string } | undefined;
  readonly signal: AbortSignal;
}

/**
 * Answers the lines, piece by piece, until they end or the signal comes. Lines that were answered before are passed over
 * when they are the same. Where pieces are not filled up, an answer is written as soon as no other line waits, so that a
 * program at the other end of a pipe can ask one by one.
 *
 * @throws ProuieError PROUIE_RESUME_CHANGED when the input begins otherwise than the one that was answered before
 */
export async function predictLines(parts: PredictionParts): Promise<void> {
  const { lines, answerer, tracker, progress, before, signal } = parts;
  const skipped = before?.position.lines ?? 0;
  let read = 0;
  let piece: (Request | Failure)[] = [];
  let size = 0;
  const finishPiece = async (): Promise<void> => {
    await answerPiece(parts, piece);
    progress.show({ texts: tracker.texts, read });
    piece = [];
    size = 0;
  };
  for await (const arrived of lines) {
    if (signal.aborted) return;
    for (const [index, line] of arrived.entries()) {
      tracker.readLine(line);
      read += line.size + 1;
      if (tracker.lines > skipped) {
        const asked = parts.read(line);
        if (asked !== undefined) piece.push(asked);
        size += line.size;
      } else if (tracker.lines === skipped) {
        checkSame(parts);
        progress.show({ texts: tracker.texts, read });
      }
      const isFull = piece.length >= answerer.texts || size >= answerer.bytes;
      const isLast = !answerer.fills && index === arrived.length - 1;
      if (piece.length === 0 || !(isFull || isLast)) continue;
      await finishPiece();
      // Lets a signal in.
      await setImmediate();
      if (signal.aborted) return;
    }
  }
  if (tracker.lines < skipped && !signal.aborted) checkSame(parts);
  if (piece.length > 0 && !signal.aborted) await finishPiece();
}

/** Answers and writes a piece; nothing of it where the signal comes meanwhile. */
async function answerPiece(
  { answerer, tracker, write, signal }: PredictionParts,
  piece: readonly (Request | Failure)[],
): Promise<void> {
  let answers: readonly Answer[];
  try {
    answers = await answerer.answer(piece);
  } catch (cause) {
    if (signal.aborted) return;
    throw cause;
  }
  for (const { failed } of answers) tracker.answered(failed);
  const bytes = Buffer.from(answers.map(({ text }) => text).join(''));
  tracker.wrote(bytes);
  await write(bytes, () => tracker.position());
}

function checkSame({ tracker, before }: PredictionParts): void {
  if (before === undefined) return;
  const { file, position } = before;
  const now = tracker.position();
  if (now.lines < position.lines) {
    throw resumeChanged(
      `The input ends after ${now.lines} lines; ${file} was made from ${position.lines} and more.`,
      file,
    );
  }
  if (now.input !== position.input) {
    throw resumeChanged(
      `The input is not the one that ${file} was begun with: its first ${position.lines} lines are different.`,
      file,
    );
  }
}
