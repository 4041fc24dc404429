/** The loop from lines to answers: in order, in pieces, with as much in memory as one piece needs. */
import { setImmediate } from 'node:timers/promises';
import type { Answerer } from './answer.ts';
import { resumeChanged } from './answer-file.ts';
import type { ByteLine } from './byte-lines.ts';
import type { Position, PositionTracker } from './position.ts';
import type { RequestReader } from './request.ts';
import type { TextProgress } from './text-progress.ts';

export interface PredictionParts {
  readonly lines: AsyncIterable<readonly ByteLine[]>;
  readonly read: RequestReader;
  readonly answer: Answerer;
  readonly tracker: PositionTracker;
  readonly progress: TextProgress;
  /** Writes a piece of output, and returns when the next one may come. */
  write(piece: Buffer, position: () => Position): Promise<void>;
  /** What was answered before, and the file that holds it. */
  readonly before: { readonly position: Position; readonly file: string } | undefined;
  readonly signal: AbortSignal;
}

/** A piece ends after so many texts, or so many bytes of input and output, or where no other line waits. */
const PIECE_TEXTS = 128;
const PIECE_BYTES = 1 << 17;

/**
 * Answers the lines, piece by piece, until they end or the signal comes. Lines that were answered before are passed over
 * when they are the same. An answer is written as soon as no other line waits, so that a program at the other end of a
 * pipe can ask one by one.
 *
 * @throws ProuieError PROUIE_RESUME_CHANGED when the input begins otherwise than the one that was answered before
 */
export async function predictLines(parts: PredictionParts): Promise<void> {
  const { lines, tracker, progress, before, signal } = parts;
  const skipped = before?.position.lines ?? 0;
  let read = 0;
  for await (const arrived of lines) {
    if (signal.aborted) return;
    let piece: string[] = [];
    let size = 0;
    for (const [index, line] of arrived.entries()) {
      tracker.readLine(line);
      read += line.size + 1;
      if (tracker.lines > skipped) {
        const text = answerLine(parts, line);
        if (text !== undefined) piece.push(text);
        size += line.size + (text?.length ?? 0);
      } else if (tracker.lines === skipped) {
        checkSame(parts);
        progress.show({ texts: tracker.texts, read });
      }
      const isFull = piece.length >= PIECE_TEXTS || size >= PIECE_BYTES;
      if (piece.length === 0 || !(isFull || index === arrived.length - 1)) continue;
      const bytes = Buffer.from(piece.join(''));
      tracker.wrote(bytes);
      await parts.write(bytes, () => tracker.position());
      progress.show({ texts: tracker.texts, read });
      // Lets a signal in.
      await setImmediate();
      if (signal.aborted) return;
      piece = [];
      size = 0;
    }
  }
  if (tracker.lines < skipped && !signal.aborted) checkSame(parts);
}

/** A line of the output; undefined for a line that asks nothing. */
function answerLine({ read, answer, tracker }: PredictionParts, line: ByteLine): string | undefined {
  const asked = read(line);
  if (asked === undefined) return undefined;
  const { text, failed } = answer(asked);
  tracker.answered(failed);
  return text;
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
