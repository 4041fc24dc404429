import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { ProuieError } from '../../errors.ts';
import type { MlflowPlan } from './mlflow-plan.ts';

/** The exit code of the program where a package is missing. */
const NO_PACKAGE = 3;
const INSTALL = "pip install mlflow (or 'mlflow-skinny sqlalchemy alembic')";

export interface MlflowPlace {
  /** An interpreter that has MLflow. */
  readonly python: string;
  /** The program `mlflow_export.py`. */
  readonly program: string;
  /** Where the folder will lie. */
  readonly place: string;
}

/**
 * Writes `mlflow.db` and `artifacts/` into a folder, through MLflow's own client.
 *
 * @throws ProuieError PROUIE_PYTHON_MISSING without an interpreter, PROUIE_MLFLOW_MISSING without MLflow,
 *   PROUIE_MLFLOW_FAILED with what it said
 */
export async function writeMlflow(
  folder: string,
  plan: MlflowPlan,
  { python, program, place }: MlflowPlace,
): Promise<void> {
  const work = mkdtempSync(join(tmpdir(), 'prouie-mlflow-'));
  try {
    const planFile = join(work, 'plan.json');
    writeFileSync(planFile, JSON.stringify(plan));
    const ended = await execa(python, [program, planFile, folder, place], {
      cwd: work,
      reject: false,
      env: { MLFLOW_DISABLE_TELEMETRY: 'true', DO_NOT_TRACK: 'true', GIT_PYTHON_REFRESH: 'quiet' },
    });
    if (ended.exitCode !== 0) throw programError(python, ended);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

interface ProgramEnd {
  /** Undefined where it could not be started, or was killed. */
  readonly exitCode?: number | undefined;
  readonly stderr: string;
  readonly shortMessage?: string | undefined;
}

function programError(python: string, ended: ProgramEnd): ProuieError {
  if (ended.exitCode === undefined) {
    return new ProuieError('PROUIE_PYTHON_MISSING', `${python} gave no answer: ${ended.shortMessage}`, {
      hint: 'Name a Python that has MLflow with --python or PROUIE_PYTHON.',
    });
  }
  if (ended.exitCode === NO_PACKAGE) {
    return new ProuieError(
      'PROUIE_MLFLOW_MISSING',
      `${python} has no package "${ended.stderr.trim().split('\n').at(-1)}", which MLflow's database needs.`,
      { hint: `Install it there: ${INSTALL}; or name another Python with --python or PROUIE_PYTHON.` },
    );
  }
  const last = ended.stderr.trim().split('\n').slice(-12).join('\n');
  return new ProuieError('PROUIE_MLFLOW_FAILED', `MLflow ended with code ${ended.exitCode}.\n${last}`, {
    hint: 'It was tried with MLflow 3; `python -m mlflow --version` says which one this is.',
  });
}
