type Environment = { readonly [name: string]: string | undefined };

/** The variable that names further ones to pass, with commas between them. */
export const PASS_VARIABLE = 'PROUIE_ENVIRONMENT';

/** What programs need to find their way on a machine, and what tells them of its devices; no secrets among them. */
const NAMES = [
  'HOME',
  'HOSTNAME',
  'LANG',
  'LANGUAGE',
  'LOGNAME',
  'PATH',
  PASS_VARIABLE,
  'PROUIE_ENVIRONMENTS',
  'SHELL',
  'TEMP',
  'TERM',
  'TMP',
  'TMPDIR',
  'TZ',
  'USER',
  'VIRTUAL_ENV',
  'XDG_CACHE_HOME',
  'XDG_RUNTIME_DIR',
] as const;
const PREFIXES = ['CONDA_', 'CUDA_', 'LC_', 'LD_', 'MKL_', 'NVIDIA_', 'OMP_', 'OPENBLAS_', 'SLURM_'] as const;

/**
 * The environment of a node: an allow-list, so that tokens and passwords of a session are not handed to every program,
 * and results depend on fewer things. `PROUIE_ENVIRONMENT=HF_TOKEN,HTTPS_PROXY` adds variables by name.
 */
export function nodeEnvironment(env: Environment): { readonly [name: string]: string } {
  const added = passedVariables(env);
  return Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) =>
      value !== undefined && (isListed(name) || added.includes(name)) && !isOfSharedStore(name)
        ? [[name, value]]
        : [],
    ),
  );
}

/** The variables that `PROUIE_ENVIRONMENT` names. */
export function passedVariables(env: Environment): readonly string[] {
  return (env[PASS_VARIABLE] ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}

/** Values that must not stand in a log: those of variables that are named like secrets, and all that opens a bucket. */
export function secretValues(env: Environment): readonly string[] {
  return Object.entries(env).flatMap(([name, value]) =>
    /(TOKEN|SECRET|PASSWORD|PASSWD|CREDENTIALS?|API_?KEY|ACCESS_KEY(_ID)?)$/i.test(name) &&
    (value?.length ?? 0) >= 6
      ? [value!]
      : [],
  );
}

/** What opens the shared store is for the controller alone: no node gets it, also not by name. */
function isOfSharedStore(name: string): boolean {
  return name.startsWith('AWS_') || name.startsWith('PROUIE_REMOTE');
}

function isListed(name: string): boolean {
  return (NAMES as readonly string[]).includes(name) || PREFIXES.some((prefix) => name.startsWith(prefix));
}
