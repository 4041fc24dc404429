import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { readLooseJson } from './loose-json.ts';

/** A file of settings in a model's folder, such as `config.json`. @throws ProuieError PROUIE_PROGRAM_OUTPUT */
export function readConfiguration(path: string): { readonly [key: string]: unknown } {
  return readLooseJson(z.record(z.string(), z.unknown()), readFileSync(path, 'utf8'), path);
}
