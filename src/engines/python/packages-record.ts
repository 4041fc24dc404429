import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

/** What is installed in an environment: version of Python, and of each package by its name on PyPI. */
export const environmentDescription = /* @__PURE__ */ (() =>
  z.object({
    python: z.string(),
    packages: z.record(z.string(), z.string()),
    /** Of packages from a repository or a checkout and not from an index: the commit, null where it is unknown. */
    commits: z.record(z.string(), z.string().nullable()),
  }))();
export type EnvironmentDescription = Readonly<z.output<typeof environmentDescription>>;

/** Where a run keeps it: among its logs, which become part of its result. */
export const PACKAGES_FILE = 'packages.json';

export function packagesText(description: EnvironmentDescription): string {
  return `${JSON.stringify(description, null, 1)}\n`;
}

/** What several runs noted in their folders: one description, several where their environments differ, none without any. */
export function readPackages(folders: readonly string[]): readonly EnvironmentDescription[] {
  const files = folders.map((folder) => join(folder, PACKAGES_FILE)).filter((path) => existsSync(path));
  const texts = new Set(files.map((path) => readFileSync(path, 'utf8')));
  return [...texts].sort().map((text) => environmentDescription.parse(JSON.parse(text)));
}
