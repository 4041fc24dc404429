import { delimiter } from 'node:path';
import type { PythonPlace } from './environment.ts';

type Variables = { readonly [name: string]: string | undefined };

/** What programs need to find their way on a machine, its devices and its network. */
const NAMES = [
  'HOME',
  'HOSTNAME',
  'LANG',
  'LANGUAGE',
  'LOGNAME',
  'PATH',
  'SHELL',
  'SSL_CERT_DIR',
  'SSL_CERT_FILE',
  'TEMP',
  'TERM',
  'TMP',
  'TMPDIR',
  'TZ',
  'USER',
  'XDG_CACHE_HOME',
  'XDG_RUNTIME_DIR',
] as const;
const PREFIXES = [
  'APPTAINER',
  'CUDA_',
  'GLOO_',
  'LC_',
  'LD_',
  'MKL_',
  'NCCL_',
  'NVIDIA_',
  'OMP_',
  'PYTORCH_',
  'SINGULARITY',
  'SLURM_',
  'TORCH_',
  'VLLM_',
] as const;
const SECRET = /(TOKEN|SECRET|PASSWORD|PASSWD|CREDENTIALS?|KEY)$/i;
/** A shorter value may be part of any word. */
const SECRET_LENGTH = 6;

/** Nothing is fetched during a run, output comes as it is written, and no packages of the user's slip in. */
const FIXED = {
  HF_HUB_OFFLINE: '1',
  TRANSFORMERS_OFFLINE: '1',
  HF_DATASETS_OFFLINE: '1',
  TOKENIZERS_PARALLELISM: 'false',
  PYTHONUNBUFFERED: '1',
  PYTHONNOUSERSITE: '1',
  PYTHONIOENCODING: 'utf-8',
} as const;

/**
 * The environment of a Python program: an allow-list of the parent's variables and those that `PROUIE_ENVIRONMENT`
 * names, then what holds for every program, then what the caller gives. Programs of the place come first on the path.
 */
export function programEnvironment(
  place: Pick<PythonPlace, 'programs'>,
  parent: Variables,
  given: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const named = (parent['PROUIE_ENVIRONMENT'] ?? '').split(',').map((name) => name.trim());
  const passed = Object.entries(parent).filter(
    (entry): entry is [string, string] =>
      entry[1] !== undefined && (isListed(entry[0]) || named.includes(entry[0])),
  );
  const variables: Record<string, string> = { ...Object.fromEntries(passed), ...FIXED, ...given };
  if (place.programs !== undefined) {
    variables['PATH'] = [place.programs, variables['PATH'] ?? '/usr/bin:/bin'].join(delimiter);
  }
  return variables;
}

/** Values that must not stand in a log: those of variables that are named like secrets. */
export function secretsIn(variables: Variables): readonly string[] {
  return Object.entries(variables).flatMap(([name, value]) =>
    value !== undefined && value.length >= SECRET_LENGTH && SECRET.test(name) ? [value] : [],
  );
}

function isListed(name: string): boolean {
  return (
    !SECRET.test(name) &&
    ((NAMES as readonly string[]).includes(name) || PREFIXES.some((prefix) => name.startsWith(prefix)))
  );
}
