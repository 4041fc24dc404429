import { ProuieError } from '../../errors.ts';

const IN_WORDS: { readonly [errno: string]: readonly [code: string, says: string, hint: string] } = {
  ENOENT: [
    'PROUIE_REMOTE_MISSING',
    'is not there',
    'Mount the disk, or make the folder (`mkdir`): it is not made for you, as it may be a disk that is missing.',
  ],
  ENOTDIR: [
    'PROUIE_REMOTE_MISSING',
    'is no folder',
    'Point PROUIE_REMOTE at a folder, or at s3://bucket/prefix.',
  ],
  EACCES: [
    'PROUIE_REMOTE_DENIED',
    'does not let you do this',
    'Ask its owner for rights on the folder, or use another.',
  ],
  EPERM: [
    'PROUIE_REMOTE_DENIED',
    'does not let you do this',
    'Ask its owner for rights on the folder, or use another.',
  ],
  EROFS: ['PROUIE_REMOTE_DENIED', 'is read-only', 'It can be read from; to push, mount it writable.'],
  ENOSPC: ['PROUIE_REMOTE_FULL', 'has no space left', 'Free some space there, then push again.'],
  EDQUOT: ['PROUIE_REMOTE_FULL', 'has no quota left', 'Free some space there, then push again.'],
  ESTALE: ['PROUIE_REMOTE_FAILED', 'went away with its file server', 'Mount it again.'],
  EIO: ['PROUIE_REMOTE_FAILED', 'reports an error of its device', 'Check the disk, or its file server.'],
};

/** The errors of a shared directory as sentences; what is no error of a file system passes through. */
export function directoryFailure(path: string, cause: unknown): unknown {
  const errno = (cause as NodeJS.ErrnoException).code ?? '';
  const known = IN_WORDS[errno];
  if (known === undefined && !/^E[A-Z]+$/.test(errno)) return cause;
  const [code, says, hint] = known ?? [
    'PROUIE_REMOTE_FAILED',
    `cannot be used (${errno})`,
    'See `prouie doctor`.',
  ];
  return new ProuieError(code, `The shared store: ${path} ${says}.`, {
    hint,
    location: { file: path },
    cause,
  });
}
