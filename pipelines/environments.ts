import type { EnvironmentName, EnvironmentSettings } from '../src/engines/python/environment-settings.ts';
import type { FileReference, InputReferences } from '../src/graph/node.ts';

/** What a request says of the Python environment that its run uses. */
export interface EnvironmentIdentity {
  /** The lock of the environment; none where the profile states versions of its own, which no lock knows. */
  readonly code: InputReferences;
  readonly versions: { readonly [name: string]: string } | undefined;
}

/** @param source a file of `src/engines` */
export function environmentIdentity(
  name: EnvironmentName,
  settings: EnvironmentSettings | undefined,
  source: (path: string) => FileReference,
): EnvironmentIdentity {
  const versions = settings?.[name]?.versions;
  return {
    code: versions === undefined ? { 'code/environment': source(`python/locks/${name}.txt`) } : {},
    versions,
  };
}
