import { copyFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { selectNodes } from '../../graph/selection.ts';
import { pipelineContext } from '../../runner/pipeline/pipeline-context.ts';
import { type RenderedFile, renderRequest } from '../../runner/plan/render.ts';
import { cheapProducers, isRenderable, requestNodes, runNodes } from '../../runner/plan/request-nodes.ts';
import { openSession, type Session } from '../../runner/plan/session.ts';
import { executePlan } from '../../runner/run/execute-plan.ts';
import { guardWrite, replaceFile } from '../../store/files.ts';
import { makeFolder } from '../../store/folders.ts';
import { type CommandLine, runCommand, usageError } from '../arguments.ts';
import type { CommandHost } from '../command-host.ts';
import { EXIT, type Io } from '../io.ts';
import { GRAPH_FLAGS, workspaceFrom } from '../node-flags.ts';
import { lineView } from '../progress.ts';
import { readSpeeds } from '../render/estimate.ts';
import { estimateRequests } from '../render/estimate-requests.ts';
import { estimateTable } from '../render/estimate-table.ts';
import { jobScripts } from '../render/job-scripts.ts';
import { terminalOf } from '../terminal.ts';

export const commandLine: CommandLine = {
  command: 'render',
  operands: '[TARGET...]',
  summary:
    'Writes what training would be started with, for a look before anything is submitted: requests, the files that each ' +
    "trainer reads, and the cluster's scripts. Corpora and mixtures are made for it; nothing is trained. Prints an estimate of " +
    'GPU hours where the profile assumes speeds.',
  flags: { ...GRAPH_FLAGS, out: { value: 'DIR', description: 'where to write; needed' } },
};

export const run = runCommand(commandLine, async (args, io, host: CommandHost) => {
  const out = args.value('out');
  if (out === undefined)
    throw usageError('render', '`render` needs --out DIR.', 'For example `prouie render --out requests`.');
  const session = await openSession(workspaceFrom(args, io, host.packageRoot));
  const requests = requestNodes(session, selectNodes(session.graph, args.operands));
  if (!(await makeProducers(session, requests, io))) return EXIT.failed;
  // What was trained before is known too, though it is not made for this.
  const known = session.planner();
  known.planAll(requests);
  const rendered = requests.filter((index) => isRenderable(session, known, index));
  const files: RenderedFile[] = [];
  for (const index of rendered) files.push(...(await renderRequest(session, known, index)));
  files.push(...(await jobScripts(session.workspace, runNodes(session, rendered))));
  for (const { path, content } of files) write(session, join(resolve(io.cwd, out), path), content);
  const speeds = readSpeeds((await pipelineContext(session.workspace, [])).profile);
  if (speeds !== undefined) {
    const estimates = await estimateRequests(session, known, rendered, files, speeds);
    io.stdout.write(estimateTable(estimates, speeds));
    const text = `${JSON.stringify({ schemaVersion: 1, speeds, nodes: estimates }, null, 1)}\n`;
    replaceFile(join(resolve(io.cwd, out), 'estimate.json'), text);
  }
  io.stderr.write(`${rendered.length} requests, ${files.length} files in ${out}\n`);
  if (rendered.length < requests.length) {
    const left = requests.length - rendered.length;
    io.stderr.write(
      `${left} requests could not be written: their data sets are not there. See \`prouie data list\`.\n`,
    );
  }
  return EXIT.done;
});

/** Makes corpora and mixtures. @returns false where one of them failed */
async function makeProducers(session: Session, requests: readonly number[], io: Io): Promise<boolean> {
  const planner = session.planner();
  planner.planAll(cheapProducers(session, requests));
  if (planner.planned.every((planned) => planned === undefined || planned.status === 'fresh')) return true;
  const began = performance.now();
  const { failed } = await executePlan(session, planner, {
    jobs: availableParallelism(),
    failFast: false,
    order: 'longest-first',
    isolate: false,
    view: lineView(terminalOf(io.stderr, io), { quiet: true, verbose: false }),
    seconds: () => Math.round(performance.now() - began) / 1000,
    absent: 0,
    onInterrupt: () => undefined,
  });
  return failed === 0;
}

function write({ workspace }: Session, path: string, content: RenderedFile['content']): void {
  if (typeof content === 'string') {
    replaceFile(path, content);
    return;
  }
  guardWrite(path, () => {
    makeFolder(dirname(path));
    copyFileSync(workspace.store.blobPath(content.blob), path);
  });
}
