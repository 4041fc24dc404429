import { z } from 'zod';
import type { Versions } from './requested-versions.ts';

/** What a request holds besides where a program in Python carries it out. */
export interface ProgramParts {
  /** The text of each file that is written for the program, by its path in the run's folder. */
  readonly files: { readonly [path: string]: string };
  /** The versions that the run is held against. */
  readonly versions: Versions;
}

/** The parts that `render` added to a request, as they come back from the store. */
export function programParts({ files, versions }: { readonly [part: string]: unknown }): ProgramParts {
  const texts = z.record(z.string(), z.string());
  return { files: texts.parse(files), versions: texts.parse(versions) };
}
