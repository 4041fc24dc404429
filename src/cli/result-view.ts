import type { Json } from '../json.ts';
import type { BlobReport } from '../runner/results/blob-report.ts';
import type { InputSource, ResultReport } from '../runner/results/result-report.ts';
import { displayWidth, fitWidth, padWidth } from '../text-width.ts';
import { formatBytes, formatSeconds, paint, type Terminal } from './terminal.ts';

const INDENT = '    ';
/** A table may have hundreds of inputs. */
const MOST_ROWS = 20;

/** A result as people read it: what, when and how long, from what, and what came out. */
export function viewResult(report: ResultReport, terminal: Terminal): string[] {
  const { node, status, key, step, accepted, tool } = report;
  const title = `${paint(terminal, 'bold', node ?? 'a result of no present node')}${status === null ? '' : ` is ${status}`}`;
  const facts = [
    ['step', step],
    ['made', madeText(report)],
    ['source', sourceText(report)],
    ...(tool === '' ? [] : [['tool', tool]]),
    ['key', key],
    ...(accepted === null || accepted === undefined
      ? []
      : [['accepted', `${accepted.because} (the result of ${accepted.from.slice(0, 12)}…)`]]),
  ] as const;
  return [
    status === 'fresh' || status === null ? title : `${title}; this is its last result`,
    ...alignRows(
      facts.map(([name, text]) => [name!, text!]),
      '  ',
    ),
    ...section(
      'params',
      Object.entries(report.params).map(([name, value]) => [name, paramText(value, terminal.width)]),
    ),
    ...section(
      'inputs',
      Object.entries(report.inputs).map(([name, { digest, from }]) => [
        name,
        inputText(from),
        digest.slice(0, 12),
      ]),
    ),
    ...section(
      'outputs',
      Object.entries(report.outputs).map(([name, { kind, size, digest, files }]) => [
        name,
        files === undefined ? kind : `${kind} of ${files.length} files`,
        formatBytes(size),
        digest.slice(0, 12),
      ]),
    ),
  ];
}

export function viewBlob(report: BlobReport): string[] {
  const rows = report.nodes.map(({ pipeline, profile, node, output, file }) => [
    `${node}: ${output}${file === null ? '' : `/${file}`}`,
    `${pipeline}, ${profile}`,
  ]);
  return [
    `content ${report.blob}`,
    `  ${formatBytes(report.size)} at ${report.path}`,
    ...(rows.length === 0 ? ['  no present node has it as an output'] : section('output of', rows)),
  ];
}

function madeText({ timings, host, attempt, run }: ResultReport): string {
  if (timings === null) return 'by an attempt that is no longer in the store';
  const when = timings.startedAt.replace('T', ' ').replace(/\.\d+Z$/, ' UTC');
  const memory = timings.memory > 0 ? `, ${formatBytes(timings.memory)} of memory` : '';
  return `${when} on ${host} in ${formatSeconds(timings.seconds)}${memory} (attempt ${attempt}, run ${run})`;
}

function sourceText({ commit, uncommitted, versions }: ResultReport): string {
  const node = versions === null ? '' : `, Node ${versions.node}`;
  if (commit === null) return `no commit known${node}`;
  return `commit ${commit.slice(0, 12)}${uncommitted === null ? '' : ' with changes that are not committed'}${node}`;
}

function inputText(from: InputSource): string {
  if (from === null) return 'of a node that is no more';
  if ('node' in from) return `${from.node}: ${from.output}`;
  return 'file' in from ? from.file : `bundle of ${from.bundle}`;
}

function paramText(value: Json, width: number): string {
  return fitWidth(JSON.stringify(value), Math.max(40, width - 30));
}

function section(title: string, rows: readonly (readonly string[])[]): string[] {
  if (rows.length === 0) return [];
  const shown = rows.length > MOST_ROWS ? rows.slice(0, MOST_ROWS - 1) : rows;
  const rest =
    shown.length < rows.length ? [`${INDENT}… and ${rows.length - shown.length} more: see --json`] : [];
  return [`  ${title}`, ...alignRows(shown, INDENT), ...rest];
}

function alignRows(rows: readonly (readonly string[])[], indent: string): string[] {
  const count = Math.max(...rows.map((row) => row.length));
  const widths = Array.from({ length: count }, (_, column) =>
    Math.max(...rows.map((row) => displayWidth(row[column] ?? ''))),
  );
  return rows.map((row) =>
    `${indent}${row.map((cell, column) => padWidth(cell, widths[column]!, 'end')).join('  ')}`.trimEnd(),
  );
}
