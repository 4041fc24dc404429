import { ProuieError } from '../../errors.ts';
import { openSession, type Session } from '../../runner/plan/session.ts';
import { type AttemptReport, reportAttempts } from '../../runner/results/attempt-log.ts';
import { type CommandLine, numberFlag, runCommand } from '../arguments.ts';
import type { CommandHost } from '../command-host.ts';
import { EXIT } from '../io.ts';
import { GRAPH_FLAGS, workspaceFrom } from '../node-flags.ts';
import { selectSingleNode } from '../single-node.ts';
import { formatSeconds } from '../terminal.ts';

export const commandLine: CommandLine = {
  command: 'logs',
  operands: 'NODE',
  operandCount: [1, 1],
  summary: 'Prints the log of the last attempt at a node, also of a failed or running one.',
  flags: {
    ...GRAPH_FLAGS,
    attempt: { value: 'N', description: 'the log of this attempt' },
    json: { description: 'as JSON' },
  },
};

export const run = runCommand(commandLine, async (args, io, host: CommandHost) => {
  const session = await openSession(workspaceFrom(args, io, host.packageRoot));
  const index = selectSingleNode(session.graph, args.operands[0]!, 'logs');
  const node = session.graph.nodes[index]!.name;
  const { key, attempts } = lastWork(session, index);
  const report = chooseAttempt(node, attempts, numberFlag(args, 'logs', 'attempt'));
  if (args.has('json')) {
    io.stdout.write(`${JSON.stringify(attemptJson(node, key, report, attempts))}\n`);
    return EXIT.done;
  }
  io.stderr.write(`${describeAttempt(node, report, attempts.length)}\n`);
  if (report.log === undefined) io.stderr.write('It left no log.\n');
  else io.stdout.write(report.log);
  return EXIT.done;
});

function attemptJson(
  node: string,
  key: string,
  report: AttemptReport,
  attempts: readonly AttemptReport[],
): object {
  const { attempt, exit, owner, log } = report;
  const { code, message } = exit?.failure ?? {};
  return {
    schemaVersion: 1,
    node,
    key,
    attempt,
    attempts: attempts.map((other) => other.attempt),
    state: exit === undefined ? (owner === undefined ? 'died' : 'running') : exit.ok ? 'done' : 'failed',
    failure: code === undefined ? null : { code, message },
    startedAt: exit?.startedAt ?? null,
    seconds: exit?.seconds ?? null,
    log: log ?? null,
  };
}

/** The attempts at the present key of a node; where there are none, those at the key that failed or was made last. */
function lastWork(
  session: Session,
  index: number,
): { readonly key: string; readonly attempts: readonly AttemptReport[] } {
  const planner = session.planner();
  planner.planAll([index]);
  const last = planner.lastState(session.graph.nodes[index]!.name);
  const { root } = session.workspace.store;
  for (const key of [planner.planned[index]?.key, last?.failure?.key, last?.key]) {
    if (key === undefined || key === '') continue;
    const attempts = reportAttempts(root, key);
    if (attempts.length > 0) return { key, attempts };
  }
  return { key: '', attempts: [] };
}

function chooseAttempt(
  node: string,
  attempts: readonly AttemptReport[],
  wanted: number | undefined,
): AttemptReport {
  const found = wanted === undefined ? attempts.at(-1) : attempts.find((report) => report.attempt === wanted);
  if (found !== undefined) return found;
  if (attempts.length === 0) {
    throw new ProuieError(
      'PROUIE_LOG_MISSING',
      `There is no log of ${node}: the store holds no attempt at it.`,
      {
        hint: `Make it with \`prouie run ${node}\`.`,
      },
    );
  }
  const known = attempts.map((report) => report.attempt).join(', ');
  throw new ProuieError('PROUIE_LOG_MISSING', `${node} has no attempt ${wanted}.`, {
    hint: `The store holds the attempts ${known}.`,
  });
}

function describeAttempt(node: string, report: AttemptReport, count: number): string {
  const { attempt, description, exit, owner, folder } = report;
  const as = description === undefined || description.node === node ? '' : ` (made as ${description.node})`;
  const when = exit === undefined ? '' : `, started ${exit.startedAt} on ${exit.host}`;
  return `${node}${as}, attempt ${attempt} of ${count}${when}, ${describeEnd(exit, owner)}\n${folder}`;
}

function describeEnd(exit: AttemptReport['exit'], owner: string | undefined): string {
  if (exit === undefined) {
    return owner === undefined ? 'its process died before it ended' : `running now in ${owner}`;
  }
  const seconds = formatSeconds(exit.seconds);
  if (exit.ok) return `done after ${seconds}`;
  return `failed after ${seconds} with ${exit.failure?.code ?? 'no reason'}: ${exit.failure?.message ?? ''}`;
}
