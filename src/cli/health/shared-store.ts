import { isProuieError, type ProuieError } from '../../errors.ts';
import { type RemoteSettings, readRemoteSettings } from '../../runner/sharing/remote-settings.ts';
import { Line } from '../../store/remote/line.ts';
import { openRemote } from '../../store/remote/open.ts';
import { probeRemote } from '../../store/remote/probe.ts';
import { type Finding, fail, ok, warn } from './finding.ts';

const NAME = 'shared store';

/**
 * Tries the shared store out that the environment names: by asking for a result that nobody has, and by putting a few
 * bytes there. Nothing where none is named.
 */
export async function checkSharedStore(
  folder: string,
  store: string,
  env: { readonly [name: string]: string | undefined },
): Promise<Finding[]> {
  let settings: RemoteSettings | undefined;
  try {
    settings = readRemoteSettings(folder, store, env);
    return settings === undefined ? [] : [await tryOut(settings)];
  } catch (cause) {
    if (!isProuieError(cause)) throw cause;
    // Runs go on without a store that does not answer, but not with settings that say nothing.
    return [settings === undefined ? fail(NAME, cause.message, adviceOf(cause)) : unreachable(cause)];
  }
}

async function tryOut(settings: RemoteSettings): Promise<Finding> {
  const remote = await openRemote(settings.address, settings.env);
  try {
    const line = new Line(remote, { seconds: settings.seconds, signal: new AbortController().signal });
    const { unreadable, unwritable } = await probeRemote(line);
    if (unreadable !== undefined) return unreachable(unreadable);
    if (unwritable === undefined) return ok(NAME, remote.place);
    return warn(
      NAME,
      `${remote.place} can be read and not written: ${unwritable.message}`,
      adviceOf(unwritable),
    );
  } finally {
    remote.close();
  }
}

function unreachable(cause: ProuieError): Finding {
  return warn(NAME, cause.message, adviceOf(cause));
}

function adviceOf({ hint }: ProuieError): string {
  return hint ?? 'See docs/sharing.md.';
}
