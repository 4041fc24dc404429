import type { EnvironmentName } from './environment-settings.ts';
import { locked } from './locked.ts';

/** Name of a package - or `python`, for the interpreter - to a version or a range: `2.9.1`, `2.8.*`, `>=4.54,<5`. */
export interface Versions {
  readonly [name: string]: string;
}

/** The version of Python that the locks are made for. */
export const LOCKED_PYTHON = '3.11';

/**
 * The versions that a request names, and that a run is held against: those of an environment's lock, and in their place
 * what a profile states of an environment of its own (`languageModel.environments.<name>.versions`).
 *
 * @param packages those whose versions decide what comes out; all are named in the lock's list
 * @param bounds ranges beyond which the engine cannot work; what is named must lie in them too
 */
export function requestedVersions(
  environment: EnvironmentName,
  packages: readonly string[],
  stated: Versions = {},
  bounds: Versions = {},
): Versions {
  const versions: Versions = locked[environment].versions;
  const named: Versions = {
    python: `${LOCKED_PYTHON}.*`,
    ...Object.fromEntries(packages.map((name) => [name, versions[name]!])),
    ...stated,
  };
  return {
    ...named,
    ...Object.fromEntries(
      Object.entries(bounds).map(([name, range]) => [
        name,
        named[name] === undefined ? range : `${named[name]},${range}`,
      ]),
    ),
  };
}
