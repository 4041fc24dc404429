/**
 * Which version of each package a lock asks for: name (as PyPI writes it, lower case, `-` for `_` and `.`) to version.
 * Lines that pin nothing - comments, hashes, ranges - are passed over.
 */
export function lockVersions(text: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    text.split('\n').flatMap((line): [string, string][] => {
      const [, name, version] =
        /^([A-Za-z0-9][\w.-]*)(?:\[[^\]]*\])?\s*==\s*([^\s;\\*]+)(?=[\s;\\]|$)/.exec(line) ?? [];
      return name === undefined || version === undefined ? [] : [[packageName(name), version]];
    }),
  );
}

/** The name under which PyPI knows a package. */
export function packageName(name: string): string {
  return name.toLowerCase().replace(/[-_.]+/g, '-');
}
