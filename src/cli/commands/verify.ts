import { readStoredStates, type StoredState } from '../../runner/plan/stored-states.ts';
import { blobsOf } from '../../store/store.ts';
import { type StoreReport, verifyStore } from '../../store/verify.ts';
import { type CommandLine, runCommand } from '../arguments.ts';
import { EXIT } from '../io.ts';
import { printReport } from '../json-report.ts';
import { existingStore, STORE_FLAG } from '../store-flag.ts';
import { formatBytes, paint, terminalOf } from '../terminal.ts';
import { showCount } from '../transfer-count.ts';

export const commandLine: CommandLine = {
  command: 'verify',
  operandCount: [0, 0],
  summary:
    'Hashes all content of the store again and checks all results. What is broken is set aside, and its node becomes stale; exits with 1 then.',
  flags: {
    ...STORE_FLAG,
    json: { description: 'as JSON' },
    color: { value: 'WHEN', description: 'always, never or auto' },
  },
};

export const run = runCommand(commandLine, async (args, io) => {
  const store = existingStore(args, io);
  const progress = terminalOf(io.stderr, io, args.value('color'));
  const report = verifyStore(store, (done, total) => showCount(progress, 'checking', done, total));
  const stale = staleNodes(report, readStoredStates(store.root));
  const sound = report.broken.length + report.incomplete.length === 0;
  if (args.has('json')) {
    printReport(io, { ok: sound, ...report, stale });
    return sound ? EXIT.done : EXIT.failed;
  }
  const terminal = terminalOf(io.stdout, io, args.value('color'));
  for (const { kind, name, why, setAside } of report.broken) {
    io.stdout.write(
      `${paint(terminal, 'red', 'broken')} ${kind} ${name}: ${why}\n  it now lies at ${setAside}\n`,
    );
  }
  for (const { key, missing } of report.incomplete) {
    io.stdout.write(
      `${paint(terminal, 'red', 'incomplete')} result ${key}: the store has no whole content ${missing.join(', ')}\n`,
    );
  }
  for (const { key, generations, outputs } of report.unequal) {
    io.stdout.write(
      `${paint(terminal, 'yellow', 'unequal')} result ${key}: ${outputs.join(', ')} differ between its ${generations} results\n`,
    );
  }
  for (const node of stale)
    io.stdout.write(
      `${paint(terminal, 'yellow', 'stale')} ${node.node} (${node.pipeline}, ${node.profile})\n`,
    );
  io.stdout.write(
    `${report.blobs} pieces of content (${formatBytes(report.bytes)}) and ${report.records} results read: ${sound ? 'all are whole' : `${report.broken.length} broken, ${report.incomplete.length} incomplete; \`prouie run\` makes them again`}\n`,
  );
  return sound ? EXIT.done : EXIT.failed;
});

interface StaleNode {
  readonly pipeline: string;
  readonly profile: string;
  readonly node: string;
}

/** The nodes whose present result stands on something that is broken. */
function staleNodes(report: StoreReport, states: readonly StoredState[]): StaleNode[] {
  const gone = new Set([
    ...report.broken.map((file) => file.name),
    ...report.incomplete.flatMap(({ key, missing }) => [key, ...missing]),
  ]);
  return states.flatMap(({ pipeline, profile, state }) =>
    state.nodes
      .filter((node) => gone.has(node.key) || blobsOf(node.outputs).some(([digest]) => gone.has(digest)))
      .map((node) => ({ pipeline, profile, node: node.name })),
  );
}
