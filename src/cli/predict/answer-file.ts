/** A file of answers that can be broken off at any time and continued to the same bytes. */
import { createReadStream, statSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { ProuieError } from '../../errors.ts';
import { replaceFile } from '../../store/files.ts';
import {
  headDifferences,
  type Journal,
  type JournalHead,
  journalPath,
  journalText,
  readJournal,
} from './journal.ts';
import type { Position, PositionTracker } from './position.ts';

/**
 * The output with its journal. A piece of output is written before the note on it, and every piece at its own place, so
 * that whatever is lost or written twice leaves a file whose first bytes some note describes.
 */
export class AnswerFile {
  readonly #path: string;
  readonly #head: JournalHead;
  readonly #answers: FileHandle;
  readonly #journal: FileHandle;
  #last: Position | undefined;
  #offset: number;

  private constructor(
    path: string,
    head: JournalHead,
    handles: readonly [FileHandle, FileHandle],
    from?: Position,
  ) {
    this.#path = path;
    this.#head = head;
    [this.#answers, this.#journal] = handles;
    this.#last = from;
    this.#offset = from?.bytes ?? 0;
  }

  /** @throws ProuieError PROUIE_OUT_EXISTS where a file is there already, PROUIE_CANNOT_WRITE */
  static async create(path: string, head: JournalHead): Promise<AnswerFile> {
    if ((sizeOf(path) ?? 0) > 0) {
      throw new ProuieError('PROUIE_OUT_EXISTS', `${path} is there already.`, {
        hint: 'Go on with it by --resume, remove it, or name another file.',
      });
    }
    return AnswerFile.#open(path, { head, positions: [] }, undefined);
  }

  /**
   * Opens a file that was broken off, behind the last piece that the journal knows. `tracker` is given all that
   * stays. A file that is not there yet is begun.
   *
   * @throws ProuieError PROUIE_RESUME_UNKNOWN without a journal, PROUIE_RESUME_CHANGED when it was begun with other
   * settings or edited since, PROUIE_CANNOT_WRITE
   */
  static async reopen(
    path: string,
    head: JournalHead,
    tracker: PositionTracker,
  ): Promise<{ readonly file: AnswerFile; readonly from: Position | undefined }> {
    const size = sizeOf(path) ?? 0;
    const journal = readJournal(journalPath(path));
    if (journal === undefined) {
      if (size === 0) return { file: await AnswerFile.create(path, head), from: undefined };
      throw new ProuieError('PROUIE_RESUME_UNKNOWN', `Nothing is known of how ${path} was made.`, {
        hint: `--resume needs ${journalPath(path)}, which \`prouie predict --out\` leaves. Remove ${path} to start anew.`,
      });
    }
    const differences = headDifferences(journal.head, head);
    if (differences.length > 0)
      throw resumeChanged(`${path} was begun with ${differences.join(' and ')}.`, path);
    const from = journal.positions.findLast(({ bytes }) => bytes <= size);
    if (from !== undefined) await checkContent(path, from, tracker);
    const file = await AnswerFile.#open(path, { head, positions: from === undefined ? [] : [from] }, from);
    return { file, from };
  }

  static async #open(path: string, journal: Journal, from: Position | undefined): Promise<AnswerFile> {
    return guard(path, async () => {
      replaceFile(journalPath(path), journalText(journal));
      const answers = await open(path, from === undefined ? 'w' : 'r+');
      await answers.truncate(from?.bytes ?? 0);
      return new AnswerFile(path, journal.head, [answers, await open(journalPath(path), 'a')], from);
    });
  }

  /** Adds a piece, which leads to this position. */
  async write(piece: Uint8Array, position: Position): Promise<void> {
    await guard(this.#path, async () => {
      for (let done = 0; done < piece.length; ) {
        const { bytesWritten } = await this.#answers.write(piece, done, piece.length - done, this.#offset);
        done += bytesWritten;
        this.#offset += bytesWritten;
      }
      await this.#journal.appendFile(`${JSON.stringify(position)}\n`);
    });
    this.#last = position;
  }

  /** @param finished whether all was answered; the journal is then as short as it can be */
  async close(finished: boolean): Promise<void> {
    await guard(this.#path, async () => {
      await this.#answers.sync();
      await this.#answers.close();
      await this.#journal.close();
      if (!finished) return;
      const positions = this.#last === undefined ? [] : [this.#last];
      replaceFile(journalPath(this.#path), journalText({ head: this.#head, positions }));
    });
  }
}

export function resumeChanged(message: string, path: string): ProuieError {
  return new ProuieError('PROUIE_RESUME_CHANGED', message, {
    hint: `Go on with what it was begun with, or start anew: remove ${path}, or write to another file.`,
  });
}

/** Hands what stays of the file to the tracker, and compares it with the journal. */
async function checkContent(path: string, from: Position, tracker: PositionTracker): Promise<void> {
  if (from.bytes > 0) {
    for await (const chunk of createReadStream(path, { end: from.bytes - 1, highWaterMark: 1 << 20 }))
      tracker.wrote(chunk as Buffer);
  }
  if (tracker.position().output !== from.output)
    throw resumeChanged(
      `${path} is no longer what was written: its first ${from.texts} lines were edited.`,
      path,
    );
}

/** Bytes; undefined where nothing is. */
function sizeOf(path: string): number | undefined {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined || stat.isFile()) return stat?.size;
  throw new ProuieError('PROUIE_OUT_EXISTS', `${path} is no regular file.`, {
    hint: 'Leave --out away to write to standard output.',
  });
}

const SAYS: { readonly [errno: string]: string } = {
  ENOSPC: 'there is no space left on the device',
  EDQUOT: 'the disk quota is used up',
  EROFS: 'the file system is read-only',
  EACCES: 'permission is denied',
  EFBIG: 'the file would be larger than is allowed',
};

async function guard<T>(path: string, write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (cause) {
    const says = SAYS[(cause as NodeJS.ErrnoException).code ?? ''];
    if (says === undefined) throw cause;
    throw new ProuieError('PROUIE_CANNOT_WRITE', `Cannot write ${path}: ${says}.`, {
      hint: 'When that is mended, go on with --resume.',
      cause,
    });
  }
}
