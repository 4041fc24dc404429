import { selectNodes } from '../../graph/selection.ts';
import { openSession } from '../../runner/plan/session.ts';
import { type PushReport, pushResults } from '../../runner/sharing/push.ts';
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
  command: 'push',
  operands: '[TARGET...]',
  summary:
    'Hands fresh results on to the shared store that PROUIE_REMOTE names, with all their content. A target is a name or a glob; +name adds what it needs, name+ what needs it; without targets, all nodes.',
  flags: {
    ...GRAPH_FLAGS,
    'dry-run': { short: 'n', description: 'say what would be sent; send nothing' },
    json: { description: 'as JSON' },
    color: { value: 'WHEN', description: 'always, never or auto' },
  },
};

export const run = runCommand(commandLine, async (args, io, host: CommandHost) => {
  const workspace = workspaceFrom(args, io, host.packageRoot);
  const settings = requireRemote(io, workspace.store.root);
  const session = await openSession(workspace);
  const chosen = selectNodes(session.graph, args.operands);
  const planner = session.planner();
  planner.planAll(chosen);
  const dryRun = args.has('dry-run');
  const progress = terminalOf(io.stderr, io, args.value('color'));
  const ended = await withRemote(settings, io, async (line) => ({
    place: line.remote.place,
    report: await pushResults(planner, chosen, line, {
      dryRun,
      onProgress: (done, total) => showCount(progress, 'pushing', done, total),
    }),
  }));
  if (ended === undefined) return EXIT.interrupted;
  const { place, report } = ended;
  const code = report.blocked.length > 0 ? EXIT.failed : EXIT.done;
  if (args.has('json')) {
    printReport(io, { remote: place, dryRun, ...report });
    return code;
  }
  const terminal = terminalOf(io.stdout, io, args.value('color'));
  for (const { node, why } of report.blocked)
    io.stdout.write(`${paint(terminal, 'red', 'blocked')} ${node}: ${why}\n`);
  for (const node of report.unequal)
    io.stdout.write(
      `${paint(terminal, 'yellow', 'unequal')} ${node}: another result of the same key stands there, and stays\n`,
    );
  io.stdout.write(`${summaryOf(report, place, dryRun)}\n`);
  return code;
});

function summaryOf(report: PushReport, place: string, dryRun: boolean): string {
  const { sent, there, notFresh, blobs, bytes } = report;
  return [
    `${dryRun ? 'would push' : 'pushed'} ${countNoun(sent, 'result')} and ${countNoun(blobs, 'piece of content', 'pieces of content')} (${formatBytes(bytes)}) to ${place}`,
    ...(there > 0 ? [`${there} ${there === 1 ? 'was' : 'were'} there`] : []),
    ...(notFresh > 0 ? [`${countNoun(notFresh, 'node is', 'nodes are')} not fresh`] : []),
  ].join('; ');
}
