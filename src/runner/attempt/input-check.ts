import { existsSync } from 'node:fs';
import { digestOfFile } from '../../identity/digest.ts';
import { type FileMemory, type Stamp, sameStamp, stampOf, stampOfEntry } from '../../identity/file-memory.ts';
import type { Store } from '../../store/store.ts';
import type { Attempt, Failure } from './attempt.ts';

/**
 * Notes what the inputs of an attempt are before it runs. Call the answer when it has ended: a file that changed
 * meanwhile makes the result belong to neither version, and a node that wrote into the store spoilt another's result.
 * Spoilt content is set aside, so that no other node reads it.
 *
 * @param files digests of files outside the store; undefined where they do not count
 */
export function watchInputs(
  attempt: Attempt,
  store: Store,
  files: FileMemory | undefined,
): () => Failure | undefined {
  const contents = contentsOf(attempt, store);
  const isSame = files === undefined ? () => true : watchFiles(attempt, files);
  return () => {
    for (const [argument, { kind, path }] of Object.entries(attempt.inputs)) {
      if (kind !== 'file' || isSame(path)) continue;
      return failure(
        `${path} changed while ${attempt.node} read it as its input "${argument}"; the result was not kept.`,
        'Run again once the file is left alone.',
        path,
      );
    }
    for (const { argument, digest, path, stamp } of contents) {
      if (sameStamp(stampOfEntry(path), stamp)) continue;
      if (existsSync(path)) {
        if (digestOfFile(path) === digest) continue;
        store.setAside(path);
      }
      return failure(
        `${attempt.node} changed its input "${argument}", which is another node's result; its own was not kept.`,
        'Have it work on a copy. The next run makes the input again.',
        path,
      );
    }
    return undefined;
  };
}

/**
 * Whether files were left alone. One that has the right content again but was written to meanwhile was not: the node may
 * have read what stood there in between.
 */
function watchFiles(attempt: Attempt, files: FileMemory): (path: string) => boolean {
  const stamps = new Map(
    Object.values(attempt.inputs).flatMap(({ kind, digest, path }) =>
      kind === 'file' ? [[path, { digest, before: stampOf(path) }] as const] : [],
    ),
  );
  return (path) => {
    const { digest, before } = stamps.get(path)!;
    const now = stampOf(path);
    return isSameWriting(before, now) && files.digest(path) === digest;
  };
}

/** Times of change are left out: they also count links and rights. */
function isSameWriting(before: Stamp | undefined, now: Stamp | undefined): boolean {
  if (before === undefined || now === undefined) return false;
  const [size, modified, , inode] = before;
  return size === now[0] && modified === now[1] && inode === now[3];
}

interface Content {
  readonly argument: string;
  readonly digest: string;
  readonly path: string;
  readonly stamp: Stamp | undefined;
}

function contentsOf(attempt: Attempt, store: Store): readonly Content[] {
  return Object.entries(attempt.inputs).flatMap(([argument, { kind, digest, files }]) => {
    if (kind === 'file' || kind === 'bundle') return [];
    return [digest, ...(files ?? []).map(([, inside]) => inside)].map((one) => {
      const path = store.blobPath(one);
      return { argument, digest: one, path, stamp: stampOfEntry(path) };
    });
  });
}

function failure(message: string, hint: string, file: string): Failure {
  return { code: 'PROUIE_INPUT_CHANGED', message, hint, location: { file } };
}
