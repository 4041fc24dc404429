import { readdirSync } from 'node:fs';
import { isSettled, type Stamp, sameStamp, stampOf } from '../../identity/file-memory.ts';
import { isFolder } from '../../store/file-kind.ts';

/** What a pipeline asked of the file system, and what the answer was. */
export type Question =
  | { readonly kind: 'file'; readonly path: string; readonly stamp: Stamp | null }
  | { readonly kind: 'folder'; readonly path: string; readonly names: string };

/** Whether the answer would be the same now. */
export function stillHolds(question: Question, takenAt: number): boolean {
  if (question.kind === 'folder') return namesIn(question.path) === question.names;
  const stamp = stampOf(question.path);
  if (question.stamp === null || stamp === undefined) return question.stamp === null && stamp === undefined;
  return sameStamp(stamp, question.stamp) && isSettled(question.stamp, takenAt);
}

/** The names inside a folder, sorted, one a line; empty where there is no folder. */
export function namesIn(folder: string): string {
  if (!isFolder(folder)) return '';
  return readdirSync(folder).sort().join('\n');
}
