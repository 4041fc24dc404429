import { ProuieError } from '../../errors.ts';
import { openSession } from '../../runner/plan/session.ts';
import { readStoredStates } from '../../runner/plan/stored-states.ts';
import { reportBlob } from '../../runner/results/blob-report.ts';
import { type ResultReport, reportNode, reportRecord } from '../../runner/results/result-report.ts';
import { listBlobs, listRecords } from '../../store/listing.ts';
import { Store } from '../../store/store.ts';
import {
  type CommandLine,
  type ParsedArguments,
  runCommand,
  usageError,
  wholeNumberFlag,
} from '../arguments.ts';
import type { CommandHost } from '../command-host.ts';
import { viewOutput } from '../content-view.ts';
import { EXIT, type Io } from '../io.ts';
import { GRAPH_FLAGS, workspaceFrom } from '../node-flags.ts';
import { findRequest, viewRequest } from '../request-view.ts';
import { viewBlob, viewResult } from '../result-view.ts';
import { selectSingleNode } from '../single-node.ts';
import { storeFolder } from '../store-flag.ts';
import { terminalOf } from '../terminal.ts';

export const commandLine: CommandLine = {
  command: 'show',
  operands: 'NODE|DIGEST',
  operandCount: [1, 1],
  summary:
    'Shows the result of a node: what it is, what it was made from, when and how. A digest (6 digits or more) finds a result or content.',
  flags: {
    ...GRAPH_FLAGS,
    output: {
      value: 'NAME',
      short: 'o',
      description: 'print what this output holds (NAME/path for a file of a directory)',
    },
    request: {
      description:
        'print the request of a run instead - options, digests, versions - and the files that its program reads, also before it was run',
    },
    head: { value: 'N', description: 'that many rows or lines of it (tables: 20, texts: all)' },
    json: { description: 'as JSON' },
    color: { value: 'WHEN', description: 'always, never or auto' },
  },
};

export const run = runCommand(commandLine, async (args, io, host: CommandHost) => {
  if (args.has('json') && args.has('output'))
    throw usageError('show', '--json and --output do not go together.');
  if (args.has('request') && args.has('output'))
    throw usageError('show', '--request and --output do not go together.');
  const store = new Store(storeFolder(args, io));
  const wanted = args.operands[0]!;
  if (args.has('request')) {
    const found = await findRequest(await openSession(workspaceFrom(args, io, host.packageRoot)), wanted);
    io.stdout.write(args.has('json') ? `${JSON.stringify(found.request)}\n` : viewRequest(found));
    return EXIT.done;
  }
  const found = /^[0-9a-f]{6,64}$/.test(wanted) ? findDigest(store, wanted) : undefined;
  if (found?.kind === 'blob') return showBlob(store, found.digest, args, io);
  const report =
    found === undefined ? await nodeReport(wanted, args, io, host) : recordReport(store, found.digest);
  return showResult(store, report, args, io);
});

/** @throws ProuieError PROUIE_DIGEST_AMBIGUOUS */
function findDigest(
  store: Store,
  prefix: string,
): { readonly kind: 'record' | 'blob'; readonly digest: string } | undefined {
  const found = [
    ...listRecords(store, prefix).flatMap(({ key, generation }) =>
      generation === 1 ? [{ kind: 'record' as const, digest: key }] : [],
    ),
    ...listBlobs(store, prefix).map((digest) => ({ kind: 'blob' as const, digest })),
  ];
  if (found.length < 2) return found[0];
  throw new ProuieError('PROUIE_DIGEST_AMBIGUOUS', `${found.length} digests begin with ${prefix}.`, {
    hint: `Give more digits: ${found
      .slice(0, 4)
      .map(({ digest }) => digest.slice(0, prefix.length + 6))
      .join(', ')}.`,
  });
}

function recordReport(store: Store, key: string): ResultReport {
  const record = store.readRecord(key);
  if (record !== undefined) return reportRecord(store, record, readStoredStates(store.root));
  throw new ProuieError('PROUIE_RECORD_BROKEN', `The result ${key} cannot be read.`, {
    hint: '`prouie verify` sets it aside.',
  });
}

async function nodeReport(
  target: string,
  args: ParsedArguments,
  io: Io,
  host: CommandHost,
): Promise<ResultReport> {
  const session = await openSession(workspaceFrom(args, io, host.packageRoot));
  const index = selectSingleNode(session.graph, target, 'show');
  const node = session.graph.nodes[index]!;
  const planner = session.planner();
  planner.planAll([index]);
  const planned = planner.planned[index]!;
  const { store } = session.workspace;
  const last = planner.lastState(node.name);
  const keys = [planned.key, last?.key].filter((key) => key !== undefined && key !== '');
  const record = keys.map((key) => store.readRecord(key!)).find((candidate) => candidate !== undefined);
  if (record !== undefined) return reportNode(store, record, node, planned.status);
  const why =
    planned.absent ?? (planned.status === 'failed' ? 'its last attempt failed' : 'it has not been made yet');
  throw new ProuieError('PROUIE_RESULT_MISSING', `There is no result of ${node.name}: ${why}.`, {
    hint:
      planned.status === 'failed'
        ? `See \`prouie logs ${node.name}\`.`
        : planned.absent === undefined
          ? `Make it with \`prouie run ${node.name}\`.`
          : undefined,
  });
}

async function showResult(
  store: Store,
  report: ResultReport,
  args: ParsedArguments,
  io: Io,
): Promise<number> {
  const output = args.value('output');
  const terminal = terminalOf(io.stdout, io, args.value('color'));
  if (output !== undefined) {
    const head = wholeNumberFlag(args, 'show', 'head', 0);
    for (const piece of await viewOutput(store, report.outputs, output, { head, width: terminal.width }))
      io.stdout.write(piece);
  } else if (args.has('json')) io.stdout.write(`${JSON.stringify(report)}\n`);
  else for (const line of viewResult(report, terminal)) io.stdout.write(`${line}\n`);
  return EXIT.done;
}

function showBlob(store: Store, digest: string, args: ParsedArguments, io: Io): number {
  if (args.has('output'))
    throw usageError(
      'show',
      `${digest.slice(0, 12)}… is content, which has no outputs.`,
      `It lies at ${store.blobPath(digest)}.`,
    );
  const report = reportBlob(store, digest, readStoredStates(store.root));
  if (args.has('json')) io.stdout.write(`${JSON.stringify(report)}\n`);
  else for (const line of viewBlob(report)) io.stdout.write(`${line}\n`);
  return EXIT.done;
}
