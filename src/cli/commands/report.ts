import { relative, resolve } from 'node:path';
import { writeHtmlPage } from '../../report/html-page.ts';
import { gatherReport } from '../../report/report-data.ts';
import { replaceFile } from '../../store/files.ts';
import { type CommandLine, runCommand, usageError } from '../arguments.ts';
import type { CommandHost } from '../command-host.ts';
import { EXIT } from '../io.ts';
import { printReport } from '../json-report.ts';
import { askedPipeline, GRAPH_FLAGS } from '../node-flags.ts';
import { readAuditEntries } from '../report/audit-entries.ts';
import { readPageAssets } from '../report/page-assets.ts';
import { storeFolder } from '../store-flag.ts';
import { formatBytes } from '../terminal.ts';

const USUAL_SIZE = '5MB';
const UNITS = { B: 1, kB: 1e3, MB: 1e6, GB: 1e9 } as const;

export const commandLine: CommandLine = {
  command: 'report',
  summary:
    'Writes all results of a store as one HTML page that needs no network: tables with where each cell comes from, the graph, curves, errors, examples.',
  flags: {
    out: { value: 'FILE', short: 'o', description: 'the page (default report.html)' },
    'max-size': {
      value: 'SIZE',
      description: `leave examples out of a page that would be larger (default ${USUAL_SIZE})`,
    },
    profile: { value: 'NAME', description: 'whose results (default quick)' },
    pipeline: GRAPH_FLAGS.pipeline,
    store: GRAPH_FLAGS.store,
    json: { description: 'print path, size and counts as JSON' },
  },
  operandCount: [0, 0],
};

export const run = runCommand(commandLine, async (args, io, { packageRoot }: CommandHost) => {
  const maxBytes = parseSize(args.value('max-size') ?? USUAL_SIZE);
  const assets = readPageAssets(packageRoot);
  const { name: pipeline, profile } = askedPipeline(args, io);
  const content = await gatherReport({
    store: storeFolder(args, io),
    pipeline,
    profile,
    audit: readAuditEntries(packageRoot),
  });
  const { html, shown, total } = writeHtmlPage(content, assets, maxBytes);
  const file = resolve(io.cwd, args.value('out') ?? 'report.html');
  replaceFile(file, html);
  const bytes = Buffer.byteLength(html);
  for (const warning of new Set([...content.overview.warnings, ...content.gone]))
    io.stderr.write(`warning: ${warning}\n`);
  if (bytes > maxBytes)
    io.stderr.write(
      `warning: The page is larger than ${formatBytes(maxBytes)} without any example: what else it shows is never left out.\n`,
    );
  if (args.has('json')) {
    printReport(io, { file, bytes, examples: { shown, total } });
  } else {
    const left = shown < total ? `, ${total - shown} left out: \`prouie ui\` shows all` : '';
    io.stdout.write(
      `${relative(io.cwd, file) || file}: ${formatBytes(bytes)}, ${shown} of ${total} examples${left}\n`,
    );
  }
  return EXIT.done;
});

function parseSize(text: string): number {
  const [, number, unit = 'B'] = /^(\d+(?:\.\d+)?)\s*(B|kB|MB|GB)?$/.exec(text) ?? [];
  if (number === undefined)
    throw usageError('report', `--max-size takes a size, not "${text}".`, 'For example --max-size 20MB.');
  return Number(number) * UNITS[unit as keyof typeof UNITS];
}
