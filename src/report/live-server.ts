/** The report as it is now, on this machine alone, with what a run is at. It answers questions, and steers nothing. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { isProuieError } from '../errors.ts';
import type { SlurmAccess } from '../runner/executors/slurm-access.ts';
import { reportAttempts } from '../runner/results/attempt-log.ts';
import { embedJson, type PageAssets, writeLivePage } from './html-page.ts';
import { followNewestRuns } from './live-runs.ts';
import type { ReportSelection } from './report-data.ts';
import type { ReportMemory } from './report-memory.ts';

export interface LiveSettings extends ReportSelection {
  readonly assets: PageAssets;
  readonly slurm: SlurmAccess;
  /** What an address must hold: others on this machine may reach the port, too. */
  readonly token: string;
  /** Ends every answer that is still being given. */
  readonly signal: AbortSignal;
}

/** Of a log its last characters. */
const LOG_LENGTH = 20_000;
const HEADERS = {
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'x-frame-options': 'DENY',
} as const;

/** A server that is not listening yet; let it listen on the loopback interface only. */
export function makeLiveServer(settings: LiveSettings, memory: ReportMemory): Server {
  const page = writeLivePage(settings.assets);
  return createServer((request, response) => {
    answer(request, response, page, memory, settings).catch((cause: unknown) => fail(response, cause));
  });
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  page: string,
  memory: ReportMemory,
  settings: LiveSettings,
): Promise<void> {
  if (!isAskedHere(request))
    return send(response, 403, 'text/plain', 'This page is for this machine alone.\n');
  if (request.method !== 'GET') return send(response, 405, 'text/plain', 'Nothing can be changed here.\n');
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
  const cookie = `prouie-${request.socket.localPort}=${settings.token}`;
  const isCarried = request.headers.cookie?.split('; ').includes(cookie) === true;
  if (!isCarried && searchParams.get('token') !== settings.token)
    return send(response, 403, 'text/plain', 'Open the address that `prouie ui` printed, with its token.\n');
  // The page's own questions carry it from then on.
  if (!isCarried) response.setHeader('set-cookie', `${cookie}; Path=/; HttpOnly; SameSite=Strict`);
  switch (pathname) {
    case '/':
      return send(response, 200, 'text/html; charset=utf-8', page);
    case '/outline.json':
      return send(response, 200, 'application/json', await memory.outline());
    case '/measures.json':
      return send(response, 200, 'application/json', await memory.measures());
    case '/log':
      return sendLog(response, settings.store, searchParams.get('key') ?? '');
    case '/events':
      return sendEvents(response, settings);
    default:
      return send(response, 404, 'text/plain', 'There is no such page.\n');
  }
}

/**
 * Whether the address in the browser is that of this machine. A page elsewhere whose name was made to lead here still
 * names itself in the header.
 */
function isAskedHere({ headers, socket }: IncomingMessage): boolean {
  const port = socket.localPort;
  const isHere = [`127.0.0.1:${port}`, `localhost:${port}`].includes(headers.host ?? '');
  const site = headers['sec-fetch-site'];
  return isHere && (site === undefined || site === 'same-origin' || site === 'none');
}

function sendLog(response: ServerResponse, store: string, key: string): void {
  if (!/^[0-9a-f]{64}$/.test(key)) {
    send(response, 404, 'text/plain', 'There is no such key.\n');
    return;
  }
  const last = reportAttempts(store, key).at(-1);
  send(response, 200, 'text/plain; charset=utf-8', last?.log?.slice(-LOG_LENGTH) ?? '');
}

/** Server-sent events: `run` names a run, `event` is a line of its log, `lost` says that it ended without a word. */
async function sendEvents(response: ServerResponse, settings: LiveSettings): Promise<void> {
  const gone = new AbortController();
  response.on('close', () => gone.abort());
  const signal = AbortSignal.any([gone.signal, settings.signal]);
  response.writeHead(200, { ...HEADERS, 'content-type': 'text/event-stream' });
  response.flushHeaders();
  for await (const { name, data } of followNewestRuns(settings, signal))
    response.write(`event: ${name}\ndata: ${data}\n\n`);
  response.end();
}

function send(response: ServerResponse, status: number, type: string, body: string): void {
  response.writeHead(status, { ...HEADERS, 'content-type': type });
  response.end(body);
}

function fail(response: ServerResponse, cause: unknown): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const known = isProuieError(cause)
    ? { code: cause.code, message: cause.message, hint: cause.hint }
    : { code: 'PROUIE_UI', message: String(cause) };
  send(response, isProuieError(cause) ? 409 : 500, 'application/json', embedJson(known));
}
