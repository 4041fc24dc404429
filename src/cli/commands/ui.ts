import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { ProuieError } from '../../errors.ts';
import { makeLiveServer } from '../../report/live-server.ts';
import { rememberReport } from '../../report/report-memory.ts';
import { slurmOnDemand } from '../../runner/executors/slurm-access.ts';
import { type CommandLine, runCommand, wholeNumberFlag } from '../arguments.ts';
import type { CommandHost } from '../command-host.ts';
import { EXIT } from '../io.ts';
import { askedPipeline, GRAPH_FLAGS } from '../node-flags.ts';
import { readAuditEntries } from '../report/audit-entries.ts';
import { readPageAssets } from '../report/page-assets.ts';
import { existingStore } from '../store-flag.ts';

const HOST = '127.0.0.1';
const USUAL_PORT = 8317;

export const commandLine: CommandLine = {
  command: 'ui',
  summary:
    'Shows the report in a browser on this machine, with all examples and with the progress of a run. It reads, and changes nothing. Ctrl-C ends it.',
  flags: {
    port: { value: 'N', description: `the port on ${HOST} (default ${USUAL_PORT}; 0 for a free one)` },
    profile: { value: 'NAME', description: 'whose results (default quick)' },
    pipeline: GRAPH_FLAGS.pipeline,
    store: GRAPH_FLAGS.store,
  },
  operandCount: [0, 0],
};

export const run = runCommand(commandLine, async (args, io, { packageRoot }: CommandHost) => {
  const port = wholeNumberFlag(args, 'ui', 'port', 0, 65_535) ?? USUAL_PORT;
  const ended = new AbortController();
  const token = randomBytes(16).toString('hex');
  const { name: pipeline, profile } = askedPipeline(args, io);
  const selection = {
    store: existingStore(args, io).root,
    pipeline,
    profile,
    audit: readAuditEntries(packageRoot),
  };
  const memory = rememberReport(selection);
  const settings = {
    ...selection,
    assets: readPageAssets(packageRoot),
    slurm: slurmOnDemand(io.env),
    token,
    signal: ended.signal,
  };
  const server = makeLiveServer(settings, memory);
  const stop = (): void => ended.abort();
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  try {
    server.listen(port, HOST);
    await once(server, 'listening').catch((cause: unknown) => {
      throw new ProuieError('PROUIE_UI_PORT', `The port ${port} cannot be had.`, {
        hint: 'Another program may have it: give another one, or --port 0.',
        cause,
      });
    });
    // The address is given when its first view is ready; the page tells what stands in the way of one.
    await Promise.allSettled([memory.outline()]);
    io.stdout.write(`http://${HOST}:${(server.address() as AddressInfo).port}/?token=${token}\n`);
    if (!ended.signal.aborted) await once(ended.signal, 'abort');
  } finally {
    process.off('SIGINT', stop);
    process.off('SIGTERM', stop);
    server.close();
    server.closeAllConnections();
  }
  return EXIT.done;
});
