import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Card } from '../../src/corpora/card.ts';
import { parseCards } from '../../src/corpora/cards.ts';

/** The root of this package. */
export const packageRoot = fileURLToPath(new URL('../../', import.meta.url));

/** The cards under `data/`. */
export function packageCards(): readonly Card[] {
  const folder = join(packageRoot, 'data');
  const names = readdirSync(folder).filter((name) => name.endsWith('.yaml'));
  return parseCards(
    names.map((name) => ({ file: `data/${name}`, text: readFileSync(join(folder, name), 'utf8') })),
  );
}
