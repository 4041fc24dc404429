import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Plugin } from 'esbuild';

declare global {
  interface ImportMeta {
    /** What all modules of a folder export under one name, by their paths. */
    glob<Exported>(
      pattern: string,
      options: { readonly eager: true; readonly import: string },
    ): Readonly<Record<string, Exported>>;
  }
}

const GLOB =
  /import\.meta\.glob<[^;]*?>\(\s*'\.\/(?<folder>[\w/-]*)\/\*\.ts',\s*\{\s*eager: true,\s*import: '(?<name>\w+)',?\s*\},?\s*\)/g;

/**
 * Gives files named `all-….ts` what the files of a whole folder export:
 * `import.meta.glob('./folder/*.ts', { eager: true, import: 'name' })` stands for an object of it by their paths, in the
 * order of their names. Vite, and so the tests, has it built in.
 *
 * An entry may name one of the files alone (`splitEntry`): what is bundled for it holds no code of the others.
 *
 * @param only the file, relative to the one that gathers it; undefined for all
 * @param onFolder is told of every folder that was listed
 */
export function gatheredFolders(only?: string, onFolder?: (folder: string) => void): Plugin {
  return {
    name: 'gathered-folders',
    setup(build) {
      build.onLoad({ filter: /[\\/]all-[\w-]+\.ts$/ }, ({ path }) => {
        const imports: string[] = [];
        const source = readFileSync(path, 'utf8').replace(GLOB, (_, folder: string, name: string) => {
          onFolder?.(join(dirname(path), folder));
          const all = moduleFiles(join(dirname(path), folder)).map((file) => `${folder}/${file}`);
          const modules = (only !== undefined && all.includes(only) ? [only] : all).map((file) => {
            const gathered = `gathered${imports.length}`;
            imports.push(`import { ${name} as ${gathered} } from './${file}';`);
            return `'./${file}': ${gathered}`;
          });
          return `{ ${modules.join(', ')} }`;
        });
        if (source.includes('import.meta.glob')) {
          const text =
            "A folder is gathered by `import.meta.glob<Type>('./folder/*.ts', { eager: true, import: 'name' })`.";
          return { errors: [{ text }] };
        }
        return { contents: `${source}${imports.join('\n')}\n`, loader: 'ts' };
      });
    },
  };
}

function moduleFiles(folder: string): readonly string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.ts'))
    .sort();
}

/**
 * The file of an entry and, behind a `?`, the one file that is gathered for it: `src/engines/reward-server.ts?rewards/fine.ts`.
 */
export function splitEntry(entry: string): readonly [file: string, only: string | undefined] {
  const at = entry.indexOf('?');
  return at === -1 ? [entry, undefined] : [entry.slice(0, at), entry.slice(at + 1)];
}
