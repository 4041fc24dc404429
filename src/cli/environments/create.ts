import { resolve } from 'node:path';
import { environmentsFolder } from '../../engines/python/environment-folder.ts';
import { ProuieError } from '../../errors.ts';
import { choiceFlag } from '../arguments.ts';
import { EXIT } from '../io.ts';
import { formatBytes, formatSeconds } from '../terminal.ts';
import type { EnvironmentCommand } from './environment-command.ts';
import { findInterpreter, findUv } from './interpreter.ts';
import { makeEnvironment } from './make-environment.ts';
import { environmentName, readRecipe } from './recipe.ts';

const INSTALLERS = ['pip', 'uv'] as const;

/** `prouie env create`: virtual environments with the versions of their locks. */
export const create: EnvironmentCommand = {
  commandLine: {
    command: 'env create',
    operands: 'NAME...',
    summary:
      'Makes Python environments (sft, grpo, predict, easyr1) with locked versions, and prints the interpreter of each. One that is there is left alone; a half one is made anew.',
    flags: {
      at: { value: 'DIR', description: 'the folder of all environments (else PROUIE_ENVIRONMENTS)' },
      python: { value: 'PATH', description: 'the interpreter to make them with (3.11)' },
      installer: { value: 'NAME', description: 'pip or uv (default: uv where it is installed)' },
      checkout: { value: 'DIR', description: 'a checkout of EasyR1, for easyr1' },
      verbose: { description: 'show all lines of the installer' },
    },
    operandCount: [1, Number.POSITIVE_INFINITY],
  },
  async run({ args, io, packageRoot }) {
    const checkout = args.value('checkout');
    const recipes = args.operands.map((word) =>
      readRecipe(
        packageRoot,
        environmentName(word),
        checkout === undefined ? undefined : resolve(io.cwd, checkout),
      ),
    );
    checkPlatform();
    const root = resolve(io.cwd, args.value('at') ?? environmentsFolder(io.env));
    const interpreter = await findInterpreter(args.value('python'), io.env);
    const installer =
      choiceFlag(args, 'env create', 'installer', INSTALLERS) ??
      ((await findUv(io.env)) === undefined ? 'pip' : 'uv');
    for (const recipe of recipes) {
      io.stderr.write(
        `${recipe.name}: Python ${interpreter.version}, about ${formatBytes(recipe.bytes)}, by ${installer}\n`,
      );
      const began = performance.now();
      const { folder, python, made } = await makeEnvironment({
        recipe,
        root,
        interpreter,
        installer,
        env: io.env,
        onLine: (line) => {
          const shown = args.has('verbose') ? line : largeStep(line);
          if (shown !== undefined) io.stderr.write(`  ${shown}\n`);
        },
      });
      const seconds = (performance.now() - began) / 1000;
      io.stderr.write(
        `${recipe.name}: ${made ? `made in ${formatSeconds(seconds)}` : 'was there already'}, ${folder}\n`,
      );
      io.stdout.write(`${python}\n`);
    }
    return EXIT.done;
  },
};

/** Of an installer's many lines those that say what takes long. */
function largeStep(line: string): string | undefined {
  if (/Downloading .*\(\d{3,}(\.\d+)? [MG](i)?B\)/.test(line)) return line.trim();
  const [, packages] = /^Installing collected packages: (.*)/.exec(line) ?? [];
  if (packages !== undefined) return `Installing ${packages.split(',').length} packages`;
  return /^(Resolved|Prepared|Installed) \d+ packages/.test(line) ? line : undefined;
}

function checkPlatform(): void {
  const { platform, arch } = process;
  if (platform === 'linux' && arch === 'x64') return;
  throw new ProuieError(
    'PROUIE_ENVIRONMENT_PLATFORM',
    `The locks are for Linux on x86_64, and this is ${platform} on ${arch}.`,
    {
      hint: 'Make an environment yourself, and name its interpreter in the profile under `languageModel.environments`.',
    },
  );
}
