import { type CommandLine, type ParsedArguments, runCommand } from '../arguments.ts';
import type { CommandHost } from '../command-host.ts';
import { checkFileSystems } from '../health/file-systems.ts';
import type { Finding } from '../health/finding.ts';
import { checkMachine } from '../health/machine.ts';
import { checkPackages } from '../health/packages.ts';
import { checkSharedStore } from '../health/shared-store.ts';
import { checkTools } from '../health/tools.ts';
import { EXIT, type Io } from '../io.ts';
import { printReport } from '../json-report.ts';
import { GRAPH_FLAGS, workspaceFrom } from '../node-flags.ts';
import { storeFolder } from '../store-flag.ts';
import { type Paint, paint, terminalOf } from '../terminal.ts';

export const commandLine: CommandLine = {
  command: 'doctor',
  operandCount: [0, 0],
  summary:
    'Checks this machine, this installation and, with --profile, the cluster and the Python environments that it names, and says what to do about what it finds. Exits with 1 when something keeps prouie from running.',
  flags: {
    ...GRAPH_FLAGS,
    json: { description: 'as JSON' },
    color: { value: 'WHEN', description: 'always, never or auto' },
  },
};

const COLOURS: { readonly [status in Finding['status']]: Paint } = {
  ok: 'green',
  warn: 'yellow',
  fail: 'red',
};

export const run = runCommand(commandLine, async (args, io, host: CommandHost) => {
  const checks = [
    ...checkMachine(),
    ...checkFileSystems(storeFolder(args, io), host.packageRoot),
    ...(await checkPackages(host.packageRoot)),
    ...checkTools(host.packageRoot),
    ...(await checkSharedStore(io.cwd, storeFolder(args, io), io.env)),
    ...(args.value('profile') === undefined ? [] : await checkProfile(args, io, host)),
  ];
  const failed = checks.some((check) => check.status === 'fail');
  if (args.has('json')) printReport(io, { ok: !failed, checks });
  else {
    const terminal = terminalOf(io.stdout, io, args.value('color'));
    const width = Math.max(...checks.map((check) => check.name.length));
    for (const { name, status, found, advice } of checks) {
      io.stdout.write(
        `${paint(terminal, COLOURS[status], status.padEnd(4))}  ${name.padEnd(width)}  ${found}\n`,
      );
      if (advice !== null) io.stdout.write(`${' '.repeat(width + 8)}${paint(terminal, 'dim', advice)}\n`);
    }
  }
  return failed ? EXIT.failed : EXIT.done;
});

/** The cluster of a profile, unless its nodes run on this machine, and the Python environments that it names. */
async function checkProfile(args: ParsedArguments, io: Io, host: CommandHost): Promise<Finding[]> {
  const workspace = workspaceFrom(args, io, host.packageRoot);
  const [{ executorSettings }, { checkCluster }, { checkEnvironments }] = await Promise.all([
    import('../../runner/executors/executor-settings.ts'),
    import('../health/cluster.ts'),
    import('../health/environments.ts'),
  ]);
  const settings = await executorSettings(workspace);
  const environments = await checkEnvironments(workspace, io.env);
  if (settings.kind === 'pool') return environments;
  const places = { packageRoot: host.packageRoot, store: workspace.store.root, env: io.env };
  return [...(await checkCluster(settings, places)), ...environments];
}
