import { execFileSync } from 'node:child_process';
import { afterAll } from 'vitest';
import { temporaryFolder } from './temporary-folder.ts';

/** A file system of its own, in memory. */
export interface SmallDisk {
  readonly folder: string;
  /** Gives it another size, in kilobytes. */
  resize(kilobytes: number): void;
  setReadOnly(readOnly: boolean): void;
}

const mounted: string[] = [];

afterAll(() => {
  for (const folder of mounted) execFileSync('umount', ['--lazy', folder]);
});

/** Whether this user may mount file systems here. */
export function canMount(): boolean {
  try {
    execFileSync('unshare', ['--mount', 'mount', '-t', 'tmpfs', 'none', '/mnt'], { stdio: 'ignore' });
    return process.getuid?.() === 0;
  } catch {
    // Not root, or a container without the right.
    return false;
  }
}

export function mountSmallDisk(kilobytes: number): SmallDisk {
  const folder = temporaryFolder();
  const mount = (options: string): void => {
    execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', folder]);
  };
  mount(`size=${kilobytes}k`);
  mounted.push(folder);
  return {
    folder,
    resize: (size) => mount(`remount,size=${size}k`),
    setReadOnly: (readOnly) => mount(`remount,${readOnly ? 'ro' : 'rw'}`),
  };
}
