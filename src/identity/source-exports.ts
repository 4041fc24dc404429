import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The condition of `exports` under which the package hands out its TypeScript. */
const CONDITION = 'prouie-source';

/**
 * What the package hands out, by the name under which it is imported (`prouie`, `prouie/uie`), as TypeScript: code is
 * then hashed as its author wrote it, and the same before and after a build.
 */
export function sourceExports(packageRoot: string): ReadonlyMap<string, string> {
  const { name, exports = {} } = JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8')) as {
    readonly name?: string;
    readonly exports?: { readonly [path: string]: string | { readonly [condition: string]: string } };
  };
  return new Map(
    Object.entries(exports).flatMap(([path, conditions]) => {
      const source = typeof conditions === 'string' ? undefined : conditions[CONDITION];
      return source === undefined ? [] : [[`${name}${path.slice(1)}`, join(packageRoot, source)]];
    }),
  );
}
