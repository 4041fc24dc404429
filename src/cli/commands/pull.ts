import { selectNodes } from '../../graph/selection.ts';
import { openSession, type Session, saveCodeParts, saveSession } from '../../runner/plan/session.ts';
import { Heartbeat } from '../../runner/run/claims.ts';
import { nameRun } from '../../runner/run/run-log.ts';
import { type PullReport, pullResults } from '../../runner/sharing/pull.ts';
import { type CommandLine, runCommand } from '../arguments.ts';
import type { CommandHost } from '../command-host.ts';
import { countNoun } from '../counted-noun.ts';
import { EXIT } from '../io.ts';
import { printReport } from '../json-report.ts';
import { GRAPH_FLAGS, workspaceFrom } from '../node-flags.ts';
import { requireRemote, withRemote } from '../remote-line.ts';
import { formatBytes, paint, terminalOf } from '../terminal.ts';
import { showCount } from '../transfer-count.ts';

export const commandLine: CommandLine = {
  command: 'pull',
  operands: '[TARGET...]',
  summary:
    'Brings results from the shared store that PROUIE_REMOTE names: those of the targets and of all that they need, as far as they are there; without targets, of all nodes. All that comes is checked.',
  flags: {
    ...GRAPH_FLAGS,
    'dry-run': { short: 'n', description: 'say what would come; store nothing' },
    json: { description: 'as JSON' },
    color: { value: 'WHEN', description: 'always, never or auto' },
  },
};

export const run = runCommand(commandLine, async (args, io, host: CommandHost) => {
  const workspace = workspaceFrom(args, io, host.packageRoot);
  const settings = requireRemote(io, workspace.store.root);
  const session = await openSession(workspace);
  const planner = session.planner();
  planner.planAll(selectNodes(session.graph, args.operands));
  const total = planner.planned.filter((planned) => isToCome(planned?.status)).length;
  const dryRun = args.has('dry-run');
  const progress = terminalOf(io.stderr, io, args.value('color'));
  const ended = await withRemote(settings, io, (line) =>
    keeping(session, planner, dryRun, async () => ({
      place: line.remote.place,
      report: await pullResults(planner, line, {
        dryRun,
        onProgress: (pulled) => showCount(progress, 'pulled', pulled, total),
      }),
    })),
  );
  if (ended === undefined) return EXIT.interrupted;
  const { place, report } = ended;
  if (args.has('json')) {
    printReport(io, { remote: place, dryRun, ...report });
    return EXIT.done;
  }
  const terminal = terminalOf(io.stdout, io, args.value('color'));
  for (const { node, why } of report.refused)
    io.stdout.write(`${paint(terminal, 'yellow', 'not taken')} ${node}: ${why}\n`);
  io.stdout.write(`${summaryOf(report, place, dryRun)}\n`);
  return EXIT.done;
});

/** Lets no collection take away what arrives, and writes down what came, also when it is broken off. */
async function keeping<T>(
  session: Session,
  planner: ReturnType<Session['planner']>,
  dryRun: boolean,
  pull: () => Promise<T>,
): Promise<T> {
  if (dryRun) return pull();
  const { store } = session.workspace;
  store.prepare();
  const heartbeat = new Heartbeat(store.root, nameRun(new Date(), process.pid));
  try {
    return await pull();
  } finally {
    session.keepGraph();
    saveCodeParts(session);
    saveSession(session, planner, session.state.run, new Map(), session.state.results);
    heartbeat.stop();
  }
}

function isToCome(status: string | undefined): boolean {
  return status !== undefined && status !== 'fresh' && status !== 'absent';
}

function summaryOf(report: PullReport, place: string, dryRun: boolean): string {
  const { pulled, here, missing, unknown, blobs, bytes } = report;
  const elsewhere = missing + unknown;
  return [
    `${dryRun ? 'would pull' : 'pulled'} ${countNoun(pulled, 'result')} and ${countNoun(blobs, 'piece of content', 'pieces of content')} (${formatBytes(bytes)}) from ${place}`,
    ...(here > 0 ? [`${here} ${here === 1 ? 'was' : 'were'} here`] : []),
    ...(elsewhere > 0
      ? [
          `${elsewhere === 1 ? '1 is not there, or needs' : `${elsewhere} are not there, or need`} what is not there`,
        ]
      : []),
  ].join('; ');
}
