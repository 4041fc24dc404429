import { hostname } from 'node:os';
import { replaceFile } from '../../store/files.ts';
import { readJsonFile } from '../../store/json-file.ts';
import { storePaths } from '../../store/paths.ts';

/** `cancel` stops all that runs, on a cluster too; `leave` ends the controller and lets a cluster go on. */
export type EndRequest = 'cancel' | 'leave';

/** How often a controller looks whether it was asked to end. */
const LOOK_MILLISECONDS = 1_000;

/** Asks a run to end, on whatever host its controller is. The request stays, for a controller that begins later. */
export function requestEnd(store: string, run: string, how: EndRequest): void {
  const request = { schemaVersion: 1, how, at: new Date().toISOString(), host: hostname(), pid: process.pid };
  replaceFile(storePaths.endRequest(store, run), `${JSON.stringify(request)}\n`);
}

/** @returns undefined where nobody asked */
function readEndRequest(store: string, run: string): EndRequest | undefined {
  const path = storePaths.endRequest(store, run);
  return readJsonFile<{ readonly how: EndRequest }>(path, ({ how }) => how === 'cancel' || how === 'leave')
    ?.how;
}

/**
 * Looks every second whether a run was asked to end, and at once too.
 *
 * @param heed is told of a request, and again of one that asks for something else
 * @returns ends the watch
 */
export function watchEndRequest(store: string, run: string, heed: (how: EndRequest) => void): () => void {
  let heeded: EndRequest | undefined;
  const look = (): void => {
    const how = readEndRequest(store, run);
    if (how === undefined || how === heeded) return;
    heeded = how;
    heed(how);
  };
  look();
  const timer = setInterval(look, LOOK_MILLISECONDS);
  timer.unref();
  return () => clearInterval(timer);
}
