import { ProuieError } from '../../errors.ts';
import { parseRemoteAddress, REMOTE_VARIABLE, type RemoteAddress } from '../../store/remote/address.ts';

type Environment = { readonly [name: string]: string | undefined };

/** Which second store there is, and how it is used. */
export interface RemoteSettings {
  readonly address: RemoteAddress;
  /** How long a sign of it is waited for. */
  readonly seconds: number;
  /** Whether a run hands on what it made. */
  readonly push: boolean;
  /** Where a client finds its settings and credentials. */
  readonly env: Environment;
}

const PATIENCE_VARIABLE = 'PROUIE_REMOTE_SECONDS';
const PUSH_VARIABLE = 'PROUIE_REMOTE_PUSH';
const DEFAULT_SECONDS = 10;

/** What a run that goes on elsewhere needs to find the store, without anything secret. */
export const REMOTE_VARIABLES = [
  REMOTE_VARIABLE,
  PATIENCE_VARIABLE,
  PUSH_VARIABLE,
  'PROUIE_S3_PATH_STYLE',
  'AWS_ENDPOINT_URL',
  'AWS_ENDPOINT_URL_S3',
  'AWS_PROFILE',
  'AWS_REGION',
] as const;

/**
 * The second store that the environment names.
 *
 * @param folder that a relative directory starts from
 * @param store the first store
 * @returns undefined where none is named
 * @throws ProuieError PROUIE_REMOTE_ADDRESS, PROUIE_REMOTE_SAME, PROUIE_REMOTE_SETTING
 */
export function readRemoteSettings(
  folder: string,
  store: string,
  env: Environment,
): RemoteSettings | undefined {
  const text = env[REMOTE_VARIABLE]?.trim();
  if (text === undefined || text === '') return undefined;
  return {
    address: parseRemoteAddress(text, folder, store),
    seconds: readSeconds(env[PATIENCE_VARIABLE]),
    push: readSwitch(PUSH_VARIABLE, env[PUSH_VARIABLE]),
    env,
  };
}

function readSeconds(text: string | undefined): number {
  if (text === undefined || text === '') return DEFAULT_SECONDS;
  const seconds = Number(text);
  if (seconds > 0 && seconds <= 3600) return seconds;
  throw badSetting(`${PATIENCE_VARIABLE} is a number of seconds up to 3600, not "${text}".`);
}

function readSwitch(name: string, text: string | undefined): boolean {
  if (text === undefined || text === '' || text === '0') return false;
  if (text === '1') return true;
  throw badSetting(`${name} is 0 or 1, not "${text}".`);
}

function badSetting(message: string): ProuieError {
  return new ProuieError('PROUIE_REMOTE_SETTING', message, { hint: 'See docs/sharing.md.' });
}
