import { execa } from 'execa';
import { LOCKED_PYTHON } from '../../engines/python/requested-versions.ts';
import { isInRange } from '../../engines/python/version-range.ts';
import { ProuieError } from '../../errors.ts';

type Variables = { readonly [name: string]: string | undefined };

/** An interpreter that environments can be made with. */
export interface Interpreter {
  readonly path: string;
  readonly version: string;
  /** Whether it has a pip that can install into other environments, which then need none of their own. */
  readonly installs: boolean;
}

const WANTED = LOCKED_PYTHON;
const NAMES = [`python${WANTED}`, 'python3', 'python'] as const;
const ASK = `
import importlib.metadata, json, platform, sys
pip = [d.version for d in importlib.metadata.distributions(name="pip")]
print(json.dumps([sys.executable, platform.python_version(), *pip[:1]]))
`;

/**
 * An interpreter of the version that the locks are for.
 *
 * @param chosen its path or name; else the first fitting one on the path
 * @throws ProuieError PROUIE_PYTHON_MISSING, PROUIE_PYTHON_VERSION
 */
export async function findInterpreter(chosen: string | undefined, env: Variables): Promise<Interpreter> {
  const found: Interpreter[] = [];
  for (const name of chosen === undefined ? NAMES : [chosen]) {
    const interpreter = await askInterpreter(name, env);
    if (interpreter === undefined) continue;
    if (interpreter.version.startsWith(`${WANTED}.`)) return interpreter;
    found.push(interpreter);
  }
  const hint = `Install Python ${WANTED} (with its module venv), or name it with --python.`;
  const [first] = found;
  if (first === undefined) {
    const what = chosen ?? 'python3';
    throw new ProuieError('PROUIE_PYTHON_MISSING', `${what} is not there, or does not run.`, { hint });
  }
  throw new ProuieError(
    'PROUIE_PYTHON_VERSION',
    `The environments are locked for Python ${WANTED}, and ${first.path} is ${first.version}.`,
    { hint },
  );
}

async function askInterpreter(name: string, env: Variables): Promise<Interpreter | undefined> {
  const { failed, stdout } = await execa(name, ['-c', ASK], { env, extendEnv: false, reject: false });
  if (failed) return undefined;
  const [path, version, pip] = JSON.parse(stdout) as [string, string, string?];
  return { path, version, installs: pip !== undefined && isInRange(pip, '>=22.3') };
}

/** The version of uv where it is on the path. */
export async function findUv(env: Variables): Promise<string | undefined> {
  const { failed, stdout } = await execa('uv', ['--version'], { env, extendEnv: false, reject: false });
  return failed ? undefined : stdout.trim();
}
