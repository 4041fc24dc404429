import type { RemoteAddress } from './address.ts';
import type { Remote } from './remote.ts';

/**
 * Opens a second store. A client is loaded only for the kind that is asked for, so no other command pays for it.
 *
 * @throws ProuieError PROUIE_REMOTE_MISSING where there is no such directory
 */
export async function openRemote(
  address: RemoteAddress,
  env: { readonly [name: string]: string | undefined },
): Promise<Remote> {
  if (address.kind === 'directory') {
    const { DirectoryRemote } = await import('./directory.ts');
    return DirectoryRemote.open(address.folder);
  }
  const { S3Remote } = await import('./s3.ts');
  return S3Remote.open(address.bucket, address.prefix, env);
}
