import { S3Client, type S3ClientConfig } from '@aws-sdk/client-s3';

/** Set to 1 for servers that know buckets as folders and not as names of hosts. */
const PATH_STYLE_VARIABLE = 'PROUIE_S3_PATH_STYLE';

/** For servers that have no regions, and for requests that must name one all the same. */
const DEFAULT_REGION = 'us-east-1';
const CONNECT_MILLISECONDS = 5_000;

/**
 * A client with settings and credentials from where AWS programs look for them: AWS_ENDPOINT_URL and
 * AWS_ENDPOINT_URL_S3, AWS_REGION, AWS_PROFILE, `~/.aws`, and all sources of credentials.
 */
export async function openClient(env: { readonly [name: string]: string | undefined }): Promise<S3Client> {
  // The version is pinned here: that later ones will need a later Node is nothing that a user could see to.
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';
  // Content is checked by its own digest. Checksums beyond what S3 asks for are unknown to many servers.
  const settings: S3ClientConfig = {
    forcePathStyle: ['1', 'true', 'yes'].includes(env[PATH_STYLE_VARIABLE] ?? ''),
    followRegionRedirects: true,
    requestHandler: { connectionTimeout: CONNECT_MILLISECONDS },
    ...(env['AWS_REQUEST_CHECKSUM_CALCULATION'] === undefined
      ? { requestChecksumCalculation: 'WHEN_REQUIRED' }
      : {}),
    ...(env['AWS_RESPONSE_CHECKSUM_VALIDATION'] === undefined
      ? { responseChecksumValidation: 'WHEN_REQUIRED' }
      : {}),
  };
  const client = new S3Client(settings);
  try {
    await client.config.region();
    return client;
  } catch {
    // No region is set anywhere.
    return new S3Client({ ...settings, region: env['AWS_DEFAULT_REGION'] ?? DEFAULT_REGION });
  }
}
