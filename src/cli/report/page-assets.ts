import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ProuieError } from '../../errors.ts';
import type { PageAssets } from '../../report/html-page.ts';

/**
 * Script and style of the page as the build left them.
 *
 * @throws ProuieError PROUIE_REPORT_PAGE where they were not built
 */
export function readPageAssets(packageRoot: string): PageAssets {
  const [script, style] = ['page.js', 'page.css'].map((name) => join(packageRoot, 'dist', 'report', name));
  for (const file of [script!, style!]) {
    if (existsSync(file)) continue;
    throw new ProuieError('PROUIE_REPORT_PAGE', 'The page of the report is not built.', {
      hint: `Type \`npm ci\` in ${packageRoot}: the page needs the development packages once.`,
      location: { file },
    });
  }
  return { script: readFileSync(script!, 'utf8'), style: readFileSync(style!, 'utf8') };
}
