import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join, resolve } from 'node:path';
import { selectNodes } from '../../graph/selection.ts';
import { executePlan } from '../../runner/execute-plan.ts';
import { cheapProducers, renderRequest, requestNodes } from '../../runner/render.ts';
import { openSession } from '../../runner/session.ts';
import { replaceFile } from '../../store/files.ts';
import { type CommandLine, helpPage, parseCommandLine, usageError } from '../arguments.ts';
import type { CommandHost } from '../command-host.ts';
import { EXIT, type Io } from '../io.ts';
import { GRAPH_FLAGS, workspaceFrom } from '../node-flags.ts';
import { lineView } from '../progress.ts';
import { terminalOf } from '../terminal.ts';

export const commandLine: CommandLine = {
  command: 'render',
  operands: '[TARGET...]',
  summary:
    'Writes the requests that training would be started with, and their data files. Corpora and mixtures are made for it; nothing is trained.',
  flags: { ...GRAPH_FLAGS, out: { value: 'DIR', description: 'where to write; needed' } },
};

export async function run(argv: readonly string[], io: Io, host: CommandHost): Promise<number> {
  const args = parseCommandLine(commandLine, argv);
  if (args.has('help')) {
    io.stdout.write(helpPage(commandLine));
    return EXIT.done;
  }
  const out = args.value('out');
  if (out === undefined)
    throw usageError('render', '`render` needs --out DIR.', 'For example `prouie render --out requests`.');
  const session = await openSession(workspaceFrom(args, io, host.packageRoot));
  const requests = requestNodes(session, selectNodes(session.graph, args.operands));
  const planner = session.planner();
  planner.planAll(cheapProducers(session, requests));
  if (planner.planned.some((planned) => planned !== undefined && planned.status !== 'fresh')) {
    const began = performance.now();
    const summary = await executePlan(session, planner, {
      jobs: availableParallelism(),
      failFast: false,
      order: 'longest-first',
      isolate: false,
      view: lineView(terminalOf(io.stderr, io), { quiet: true, verbose: false }),
      seconds: () => Math.round(performance.now() - began) / 1000,
      absent: 0,
      onInterrupt: () => undefined,
    });
    if (summary.failed > 0) return EXIT.failed;
  }
  // What was trained before is known too, though it is not made for this.
  const known = session.planner();
  known.planAll(requests);
  let count = 0;
  for (const index of requests) {
    for (const { path, content } of await renderRequest(session, known, index)) {
      replaceFile(
        join(resolve(io.cwd, out), path),
        typeof content === 'string' ? content : readFileSync(session.workspace.store.blobPath(content.blob)),
      );
      count++;
    }
  }
  io.stderr.write(`${requests.length} requests, ${count} files in ${out}\n`);
  return EXIT.done;
}
