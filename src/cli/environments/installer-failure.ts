import { ProuieError } from '../../errors.ts';
import type { InstallerEnd } from './run-installer.ts';

const SHOWN_LINES = 4;

interface Kind {
  readonly code: string;
  readonly pattern: RegExp;
  readonly says: string;
  readonly hint: string;
}

const KINDS: readonly Kind[] = [
  {
    code: 'PROUIE_DISK_SPACE',
    pattern: /No space left on device|Disk quota exceeded/,
    says: 'the disk is full',
    hint: 'Free some space, or choose another disk with --at or PROUIE_ENVIRONMENTS.',
  },
  {
    code: 'PROUIE_LOCK_MISMATCH',
    pattern: /DO NOT MATCH THE HASHES|Hash mismatch/i,
    says: 'a file from the index is not the one that the lock names',
    hint: 'Some index or proxy hands out another file under that name: see its address with --verbose.',
  },
  {
    code: 'PROUIE_INDEX_UNREACHABLE',
    pattern:
      /Failed to establish a new connection|name resolution|Connection (refused|reset|timed out)|Max retries|ReadTimeout|timed out|SSLError|CERTIFICATE|ProxyError|[Ff]ailed to fetch|error sending request|No matching distribution|Could not find a version|was not found in the package registry|Network connectivity is disabled/,
    says: 'the package index cannot be reached, or does not have it',
    hint: 'Check the network and the index of pip (`pip config list`; PIP_INDEX_URL, PIP_CERT, HTTPS_PROXY; for uv UV_INDEX_URL, SSL_CERT_FILE).',
  },
];

/** What went wrong in a call of an installer, with its own last lines. */
export function installerFailure(name: string, command: readonly string[], end: InstallerEnd): ProuieError {
  const errors = end.lines.filter((line) => /^\s*(ERROR|error|WARNING)\b/.test(line));
  const lines = (errors.length > 0 ? errors : end.lines).slice(-SHOWN_LINES).map((line) => line.trim());
  const all = end.lines.join('\n');
  const kind = KINDS.find(({ pattern }) => pattern.test(all));
  const words = lines.length > 0 ? lines.join('\n  ') : `${command.join(' ')} said nothing.`;
  return new ProuieError(
    kind?.code ?? 'PROUIE_ENVIRONMENT_INSTALL',
    `The Python environment ${name} could not be made: ${kind?.says ?? 'the installer failed'}.\n  ${words}`,
    { hint: kind?.hint ?? `It was called as: ${command.join(' ')}` },
  );
}
