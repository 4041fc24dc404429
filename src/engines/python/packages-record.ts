import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What is installed in an environment: version of Python, and of each package by its name on PyPI. */
export interface EnvironmentDescription {
  readonly python: string;
  readonly packages: Readonly<Record<string, string>>;
  /** Of packages that came from a repository or a checkout and not from an index: the commit, null where it is unknown. */
  readonly commits: Readonly<Record<string, string | null>>;
}

/** Where a run keeps it: among its logs, which become part of its result. */
export const PACKAGES_FILE = 'packages.json';

export function packagesText(description: EnvironmentDescription): string {
  return `${JSON.stringify(description, null, 1)}\n`;
}

/** What several runs noted in their folders: one description, several where their environments differ, none without any. */
export function readPackages(folders: readonly string[]): readonly EnvironmentDescription[] {
  const files = folders.map((folder) => join(folder, PACKAGES_FILE)).filter((path) => existsSync(path));
  const texts = new Set(files.map((path) => readFileSync(path, 'utf8')));
  return [...texts].sort().map((text) => JSON.parse(text) as EnvironmentDescription);
}
