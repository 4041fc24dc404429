import {
  existsSync,
  linkSync,
  mkdtempSync,
  renameSync,
  rmSync,
  statfsSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { codeFolder } from '../../identity/code-folder.ts';
import { foldersOpenToAll } from '../../store/open-folders.ts';
import { formatBytes } from '../terminal.ts';
import { type Finding, fail, messageOf, ok, warn } from './finding.ts';

const LEAST_FREE_BYTES = 200e6;
const GOOD_FREE_BYTES = 5e9;
/** Files that changed longer ago than this are judged by their time stamps. */
const MOST_CLOCK_SECONDS = 1;

/** The folder of the store (or where it would be made) and that of compiled code. */
export function checkFileSystems(store: string, packageRoot: string): Finding[] {
  const folder = existingFolder(store);
  const cache = existingFolder(codeFolder(packageRoot));
  const where = folder === store ? store : `${store} (not there yet)`;
  return [
    tryOut(
      'store',
      folder,
      (probe) => checkPublishing(probe, where),
      'Point PROUIE_STORE (or --store) at a folder that can be written.',
    ),
    ...checkStrangers(store),
    checkSpace(folder),
    tryOut('clock', folder, checkClock, 'The store must be writable first.'),
    tryOut(
      'code cache',
      cache,
      () => ok('code cache', cache),
      'Compiled steps are kept there: make it writable, or install prouie in a folder of your own.',
    ),
  ];
}

function existingFolder(path: string): string {
  let folder = path;
  while (!existsSync(folder) && dirname(folder) !== folder) folder = dirname(folder);
  return folder;
}

/** Gives the check an empty folder, which is removed afterwards. */
function tryOut(name: string, folder: string, check: (probe: string) => Finding, advice: string): Finding {
  let probe: string | undefined;
  try {
    probe = mkdtempSync(join(folder, '.prouie-doctor-'));
    return check(probe);
  } catch (cause) {
    return fail(name, `${folder}: ${messageOf(cause)}`, advice);
  } finally {
    if (probe !== undefined) rmSync(probe, { recursive: true, force: true });
  }
}

/** Results are published with hard links and renames, which some file systems lack. */
function checkPublishing(probe: string, where: string): Finding {
  const [aside, file, moved] = ['aside', 'file', 'moved'].map((name) => join(probe, name)) as [
    string,
    string,
    string,
  ];
  writeFileSync(aside, 'x');
  linkSync(aside, file);
  renameSync(aside, moved);
  return ok('store', where);
}

function checkStrangers(store: string): Finding[] {
  const open = foldersOpenToAll(store);
  if (open.length === 0) return [];
  return [
    warn(
      'store rights',
      `every user of this machine may write to ${open.join(', ')}`,
      'They could put in results that are taken for yours: `chmod -R o-w` on the store.',
    ),
  ];
}

function checkSpace(folder: string): Finding {
  const { bavail, blocks, bsize } = statfsSync(folder);
  const free = bavail * bsize;
  const found = `${formatBytes(free)} free of ${formatBytes(blocks * bsize)}`;
  const advice = 'Free some space: `prouie gc` shows what the store can give back.';
  if (free < LEAST_FREE_BYTES) return fail('space', found, advice);
  return free < GOOD_FREE_BYTES ? warn('space', found, advice) : ok('space', found);
}

/** A file server whose clock is behind makes an old time stamp of a file that has just changed. */
function checkClock(probe: string): Finding {
  const file = join(probe, 'now');
  const before = Date.now();
  writeFileSync(file, '');
  const written = statSync(file).mtimeMs;
  const ahead = Math.max(written - Date.now(), 0) / 1000;
  const behind = Math.max(before - written, 0) / 1000;
  const seconds = Math.max(ahead, behind);
  if (seconds <= MOST_CLOCK_SECONDS)
    return ok('clock', 'that of the file system agrees with that of the machine');
  const found = `that of the file system is ${seconds.toFixed(1)} s ${ahead > behind ? 'ahead of' : 'behind'} that of the machine`;
  return warn(
    'clock',
    found,
    'Set both by NTP: a file that is edited twice within that time may count as unchanged.',
  );
}
