import { isProuieError, ProuieError } from '../../errors.ts';

const CREDENTIALS_HINT =
  'Look at AWS_PROFILE, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and ~/.aws; docs/sharing.md lists the rights that are needed.';

const BY_NAME: { readonly [name: string]: readonly [code: string, says: string, hint: string] } = {
  NoSuchBucket: [
    'PROUIE_REMOTE_MISSING',
    'there is no such bucket',
    'Make the bucket, or mend PROUIE_REMOTE.',
  ],
  CredentialsProviderError: ['PROUIE_REMOTE_DENIED', 'no credentials were found', CREDENTIALS_HINT],
  InvalidAccessKeyId: ['PROUIE_REMOTE_DENIED', 'it does not know these credentials', CREDENTIALS_HINT],
  SignatureDoesNotMatch: ['PROUIE_REMOTE_DENIED', 'it does not take these credentials', CREDENTIALS_HINT],
  ExpiredToken: ['PROUIE_REMOTE_DENIED', 'these credentials have expired', 'Log in again (`aws sso login`).'],
  PermanentRedirect: ['PROUIE_REMOTE_FAILED', 'the bucket lies in another region', 'Set AWS_REGION to it.'],
  AuthorizationHeaderMalformed: [
    'PROUIE_REMOTE_FAILED',
    'the bucket lies in another region',
    'Set AWS_REGION to it.',
  ],
};
const REFUSED = ['PROUIE_REMOTE_DENIED', 'it refuses this to you', CREDENTIALS_HINT] as const;
const NETWORK = /^(E[A-Z_]+|TimeoutError)$/;

/** An object that is not there, as opposed to its bucket. */
export function isMissingObject(cause: unknown): boolean {
  const { name } = cause as Error;
  return name === 'NoSuchKey' || name === 'NotFound';
}

/** Values that must not stand in a message. */
export function secretsOf(env: { readonly [name: string]: string | undefined }): readonly string[] {
  return ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN'].flatMap((name) =>
    env[name] === undefined || env[name] === '' ? [] : [env[name]],
  );
}

/** The errors of a bucket as sentences. What the server said is kept in short, without secrets, and not as a cause. */
export function s3Failure(place: string, cause: unknown, secrets: readonly string[]): unknown {
  if (isProuieError(cause) || !(cause instanceof Error)) return cause;
  const { name, code, $metadata } = cause as Error & {
    readonly code?: string;
    readonly $metadata?: { readonly httpStatusCode?: number };
  };
  if (name === 'AbortError') return cause;
  const status = $metadata?.httpStatusCode;
  const known = BY_NAME[name] ?? (status === 401 || status === 403 ? REFUSED : undefined);
  if (known !== undefined) return failure(known[0], place, known[1], known[2]);
  if (NETWORK.test(code ?? name))
    return failure(
      'PROUIE_REMOTE_FAILED',
      place,
      `its server does not answer (${code ?? name})`,
      'Look at the network and at AWS_ENDPOINT_URL.',
    );
  const message = secrets.reduce((text, secret) => text.replaceAll(secret, '***'), cause.message);
  return failure(
    'PROUIE_REMOTE_FAILED',
    place,
    `${name}: ${message.split('\n', 1)[0]!.slice(0, 200)}${status === undefined ? '' : ` (HTTP ${status})`}`,
    'Some servers need PROUIE_S3_PATH_STYLE=1; `prouie doctor` tries the bucket out.',
  );
}

function failure(code: string, place: string, says: string, hint: string): ProuieError {
  return new ProuieError(code, `The shared store: ${says}.`, { hint, location: { file: place } });
}
