import { execFileSync } from 'node:child_process';
import { type Finding, ok, warn } from './finding.ts';

/** Programs that some of prouie needs. */
export function checkTools(packageRoot: string): Finding[] {
  return [
    checkGit(packageRoot),
    checkTool(
      'python3',
      ['python3'],
      'Only trainers and inference engines on GPUs need it; the embedded engine does not.',
    ),
  ];
}

function checkGit(packageRoot: string): Finding {
  const version = firstLine('git', ['--version']);
  if (version === undefined)
    return warn('git', 'not found', 'Runs are recorded without the commit they were made from.');
  const commit = firstLine('git', ['-C', packageRoot, 'rev-parse', 'HEAD']);
  if (commit !== undefined) return ok('git', `${version}, at ${commit.slice(0, 12)}`);
  return warn(
    'git',
    `${version}; ${packageRoot} is no checkout`,
    'Runs are recorded without the commit they were made from.',
  );
}

function checkTool(name: string, programs: readonly string[], advice: string): Finding {
  for (const program of programs) {
    const version = firstLine(program, ['--version']);
    if (version !== undefined) return ok(name, version);
  }
  return warn(name, 'not found', advice);
}

function firstLine(program: string, words: readonly string[]): string | undefined {
  try {
    const text = execFileSync(program, words, {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      timeout: 10_000,
    });
    return text.split('\n', 1)[0]!.trim();
  } catch {
    // Not there, or of no use here.
    return undefined;
  }
}
