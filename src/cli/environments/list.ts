import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import {
  environmentFolder,
  environmentsFolder,
  interpreterIn,
} from '../../engines/python/environment-folder.ts';
import { ENVIRONMENT_NAMES } from '../../engines/python/environment-settings.ts';
import { locked } from '../../engines/python/locked.ts';
import { EXIT } from '../io.ts';
import { printReport } from '../json-report.ts';
import { formatTextTable, leftColumn } from '../text-table.ts';
import type { EnvironmentCommand } from './environment-command.ts';
import { isWhole } from './make-environment.ts';
import { SUMMARIES } from './recipe.ts';

/** `prouie env list`: which environments are there, and where. */
export const list: EnvironmentCommand = {
  commandLine: {
    command: 'env list',
    summary: 'Lists the Python environments that engines use, and says which are there.',
    flags: {
      at: { value: 'DIR', description: 'the folder of all environments (else PROUIE_ENVIRONMENTS)' },
      json: { description: 'as JSON' },
    },
    operandCount: [0, 0],
  },
  async run({ args, io }) {
    const root = resolve(io.cwd, args.value('at') ?? environmentsFolder(io.env));
    const environments = ENVIRONMENT_NAMES.map((name) => {
      const folder = environmentFolder(root, name, locked[name].digest);
      const state = isWhole(folder) ? 'there' : existsSync(folder) ? 'half' : 'missing';
      const python = state === 'there' ? interpreterIn(folder) : null;
      return { name, state, folder, python, versions: locked[name].versions, use: SUMMARIES[name] };
    });
    if (args.has('json')) {
      printReport(io, { environments });
      return EXIT.done;
    }
    io.stdout.write(
      formatTextTable(
        [leftColumn('name'), leftColumn('state'), leftColumn('for'), leftColumn('interpreter')],
        environments.map(({ name, state, use, python }) => [name, state, use, python ?? '']),
      ),
    );
    return EXIT.done;
  },
};
