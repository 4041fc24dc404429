import { ProuieError } from '../errors.ts';
import { type RemoteSettings, readRemoteSettings } from '../runner/sharing/remote-settings.ts';
import { Line } from '../store/remote/line.ts';
import { openRemote } from '../store/remote/open.ts';
import type { Io } from './io.ts';

/** @throws ProuieError PROUIE_REMOTE_NONE where no second store is named */
export function requireRemote(io: Io, store: string): RemoteSettings {
  const settings = readRemoteSettings(io.cwd, store, io.env);
  if (settings !== undefined) return settings;
  throw new ProuieError('PROUIE_REMOTE_NONE', 'No shared store is named.', {
    hint: 'Set PROUIE_REMOTE to a directory that you share with others, or to s3://bucket/prefix.',
  });
}

/**
 * Works on a second store. Ctrl-C ends all transfers; what was on its way leaves nothing, and what came is kept.
 *
 * @returns undefined where it was interrupted
 * @throws ProuieError PROUIE_REMOTE_MISSING, and what `work` throws
 */
export async function withRemote<T>(
  settings: RemoteSettings,
  io: Io,
  work: (line: Line) => Promise<T>,
): Promise<T | undefined> {
  const end = new AbortController();
  let interrupted = false;
  const stop = (): void => {
    interrupted = true;
    end.abort(new Error('Interrupted.'));
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  const remote = await openRemote(settings.address, settings.env);
  const line = new Line(remote, { seconds: settings.seconds, signal: end.signal });
  try {
    return await work(line);
  } catch (cause) {
    end.abort(cause);
    await line.settled();
    if (!interrupted) throw cause;
    io.stderr.write(
      'Interrupted: what was transferred before is kept, and the same command goes on from there.\n',
    );
    return undefined;
  } finally {
    process.off('SIGINT', stop);
    process.off('SIGTERM', stop);
    remote.close();
  }
}
