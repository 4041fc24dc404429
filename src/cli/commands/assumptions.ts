import { existsSync } from 'node:fs';
import { z } from 'zod';
import { type Effect, effectsOf, type MeanScores, readMeanScores } from '../../catalog/assumption-effects.ts';
import { openCatalog } from '../../catalog/catalog.ts';
import { openStoreSource } from '../../catalog/store-source.ts';
import { isProuieError, ProuieError } from '../../errors.ts';
import { openSession, type Session } from '../../runner/plan/session.ts';
import { didYouMean } from '../../suggest.ts';
import { signed } from '../../tables/decimals.ts';
import { type CommandLine, runCommand } from '../arguments.ts';
import type { CommandHost } from '../command-host.ts';
import { EXIT } from '../io.ts';
import { printReport } from '../json-report.ts';
import { GRAPH_FLAGS, workspaceFrom } from '../node-flags.ts';
import { writeText } from '../output.ts';
import { paint, type Terminal, terminalOf } from '../terminal.ts';
import { labelledText } from '../wrapped-text.ts';

export const commandLine: CommandLine = {
  command: 'assumptions',
  operands: '[NAME...]',
  summary:
    'Lists what the paper leaves open: what is chosen here, what else could be meant, why, where it is set, and what it changes.',
  flags: { ...GRAPH_FLAGS, json: { description: 'as JSON' } },
};

/** What a recipe's node `assumptions` is made with. */
const listed = z.object({
  assumptions: z.array(
    z.object({
      name: z.string(),
      about: z.string(),
      value: z.string(),
      alternatives: z.array(z.string()),
      reason: z.string(),
      setting: z.string().nullable(),
      compared: z.object({ by: z.enum(['variant', 'scorer']), names: z.array(z.string()) }).nullable(),
    }),
  ),
});
type Assumption = z.output<typeof listed>['assumptions'][number];

interface MeasuredAssumption extends Assumption {
  /** None where nothing was measured. */
  readonly effects: readonly Effect[];
}

export const run = runCommand(commandLine, async (args, io, host: CommandHost) => {
  const session = await openSession(workspaceFrom(args, io, host.packageRoot));
  const chosen = select(readAssumptions(session), args.operands);
  const scores = await scoresOf(session);
  const scorer = readAssumptions(session).find(({ name }) => name === 'scorer')?.value ?? 'prouie';
  const measured = chosen.map((assumption) => {
    const effects = assumption.compared === null ? [] : effectsOf(assumption.compared, scores, scorer);
    return { ...assumption, effects };
  });
  const { profile } = session.workspace;
  if (args.has('json')) printReport(io, { profile, assumptions: measured });
  else await writeText(io.stdout, formatAssumptions(measured, terminalOf(io.stdout, io)));
  return EXIT.done;
});

/** @throws ProuieError PROUIE_ASSUMPTIONS_NONE for a recipe that lists none */
function readAssumptions({ graph }: Session): readonly Assumption[] {
  const node = graph.nodes.find(({ step }) => step === 'assume');
  if (node !== undefined) return listed.parse(node.params).assumptions;
  throw new ProuieError('PROUIE_ASSUMPTIONS_NONE', 'This pipeline lists no assumptions.', {
    hint: 'Give it a node of the step `assume`.',
  });
}

/** @throws ProuieError PROUIE_ASSUMPTION_UNKNOWN with the nearest name */
function select(assumptions: readonly Assumption[], names: readonly string[]): readonly Assumption[] {
  if (names.length === 0) return assumptions;
  const known = assumptions.map(({ name }) => name);
  return names.map((name) => {
    const found = assumptions.find((assumption) => assumption.name === name);
    if (found !== undefined) return found;
    throw new ProuieError('PROUIE_ASSUMPTION_UNKNOWN', `There is no assumption "${name}".`, {
      hint: didYouMean(name, known) ?? `Known assumptions: ${known.join(', ')}.`,
    });
  });
}

/** Before the first run there is nothing to compare, and that is no failure. */
async function scoresOf({ workspace }: Session): Promise<MeanScores> {
  const { root } = workspace.store;
  if (!existsSync(root)) return new Map();
  try {
    const { pipelineName: pipeline, profile } = workspace;
    const catalog = await openCatalog(openStoreSource(root, { pipeline, profile }));
    try {
      return await readMeanScores(catalog);
    } finally {
      catalog.close();
    }
  } catch (cause) {
    if (isProuieError(cause) && cause.code === 'PROUIE_STATE_MISSING') return new Map();
    throw cause;
  }
}

function formatAssumptions(assumptions: readonly MeasuredAssumption[], page: Terminal): string {
  let about = '';
  const blocks = assumptions.map((assumption) => {
    const opens = assumption.about !== about;
    about = assumption.about;
    return [...(opens ? [paint(page, 'bold', about.toUpperCase()), ''] : []), ...describe(assumption, page)];
  });
  return `${blocks.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

function describe(
  { name, value, alternatives, reason, setting, effects }: MeasuredAssumption,
  page: Terminal,
): readonly string[] {
  const labelled = (label: string, text: string): readonly string[] =>
    labelledText(label, text, LABEL_WIDTH, page.width);
  return [
    paint(page, 'bold', name),
    ...labelled('  here', value),
    ...(alternatives.length === 0 ? [] : labelled('  or', alternatives.join('; '))),
    ...labelled('  why', reason),
    ...labelled('  set by', setting ?? 'the code'),
    ...labelled('  effect', describeEffects(effects)),
  ];
}

const LABEL_WIDTH = 10;

function describeEffects(effects: readonly Effect[]): string {
  if (effects.length === 0) return 'not measured';
  const choices = [...new Set(effects.map(({ choice }) => choice))];
  return choices
    .map((choice) => {
      const changes = effects
        .filter((effect) => effect.choice === choice)
        .map(({ task, change }) => `${task} ${signed(change, 2)}`);
      return `${choice}: ${changes.join(', ')}`;
    })
    .join('; ');
}
