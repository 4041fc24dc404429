/** The paper's Figure 3 as data: ExactAcc of every slot, model by model. */
import { grouped } from '../decimals.ts';
import { meanOfAll } from '../means.ts';

/** What is known of a slot before any model answers. */
export interface FigureSlot {
  readonly slot: string;
  readonly definition: string;
  /** Queries whose gold value is not empty. */
  readonly filled: number;
  /** Percent: what an empty answer to every query would have. */
  readonly emptyAnswer: number;
}

export interface FigureBar {
  readonly slot: string;
  /** Percent of all queries; the mean over seeds. */
  readonly exactAcc: number;
  /** Percent of the queries whose gold value is not empty; null without any. */
  readonly ofFilled: number | null;
}

export interface FigureVariant {
  readonly variant: string;
  /** The nodes of all seeds. */
  readonly nodes: readonly string[];
  /** Outputs that could not be read, of all seeds. */
  readonly malformed: number;
  readonly bars: readonly FigureBar[];
}

export interface SlotFigure {
  readonly figure: '3';
  readonly profile: string;
  readonly engine: string;
  readonly synthetic: boolean;
  readonly queries: number;
  readonly slots: readonly FigureSlot[];
  readonly variants: readonly FigureVariant[];
  readonly remarks: readonly string[];
}

/** The counts of one slot by one model of one seed. */
export interface SlotMeasurement {
  readonly slot: string;
  readonly queries: number;
  readonly filled: number;
  readonly exactFilled: number;
  readonly exact: number;
  readonly malformed: number;
}

export interface MeasuredVariant {
  readonly variant: string;
  /** One a seed. */
  readonly runs: readonly { readonly node: string; readonly slots: readonly SlotMeasurement[] }[];
}

export interface SlotFigureSettings {
  readonly profile: string;
  readonly engine: string;
  readonly synthetic: boolean;
  readonly slots: readonly { readonly name: string; readonly definition: string }[];
  /** Slots whose name is a label of an entity data set that models were trained on. */
  readonly trainedNames: readonly string[];
  /** Of the card. */
  readonly remarks: readonly string[];
}

/** @param variants at least one, with at least one run each, all over the same queries */
export function makeSlotFigure(
  settings: SlotFigureSettings,
  variants: readonly MeasuredVariant[],
): SlotFigure {
  const { profile, engine, synthetic } = settings;
  const first = variants[0]!.runs[0]!.slots;
  const queries = first[0]!.queries;
  return {
    figure: '3',
    profile,
    engine,
    synthetic,
    queries,
    slots: settings.slots.map(({ name, definition }, index) => {
      const { filled } = first[index]!;
      return { slot: name, definition, filled, emptyAnswer: percent(queries - filled, queries) };
    }),
    variants: variants.map(({ variant, runs }) => ({
      variant,
      nodes: runs.map(({ node }) => node),
      malformed: runs.reduce((sum, { slots }) => sum + slots[0]!.malformed, 0),
      bars: settings.slots.map(({ name }, index) =>
        meanBar(
          name,
          runs.map(({ slots }) => slots[index]!),
        ),
      ),
    })),
    remarks: [...remarksOn(settings, queries, Math.max(...variants.map(({ runs }) => runs.length)))],
  };
}

function meanBar(slot: string, measured: readonly SlotMeasurement[]): FigureBar {
  return {
    slot,
    exactAcc: meanOfAll(measured.map(({ exact, queries }) => percent(exact, queries)))!,
    ofFilled: meanOfAll(
      measured.map(({ exactFilled, filled }) => (filled === 0 ? null : percent(exactFilled, filled))),
    ),
  };
}

function percent(part: number, whole: number): number {
  return (100 * part) / whole;
}

function remarksOn(settings: SlotFigureSettings, queries: number, seeds: number): readonly string[] {
  const { synthetic, engine, slots, trainedNames, remarks } = settings;
  const known =
    trainedNames.length === 0
      ? 'No label of the training data has the name of a slot'
      : `Of the slots' names only ${trainedNames.join(', ')} ${trainedNames.length === 1 ? 'is a label' : 'are labels'} of the training data`;
  return [
    `ExactAcc: the share of ${grouped(String(queries))} ${synthetic ? 'synthetic ' : ''}queries whose value of the slot is the gold value to the letter, white space squeezed and trimmed. A slot without a value is the empty string; in a malformed output every slot is wrong.`,
    `Zero-shot: no model was trained on these ${slots.length} slots. ${known}.${engine === 'embedded' ? ' The embedded engine knows no meaning of a name that it was not trained with, so that most of what is exact here are empty slots left empty.' : ''}`,
    'The row "empty answer" says what an empty answer to every query would have. Below it is a model that fills more slots that should be empty than it fills rightly.',
    ...(seeds > 1 ? [`Means over ${seeds} seeds.`] : []),
    ...remarks,
  ];
}

export function slotCaption({ synthetic, engine, profile }: SlotFigure): string {
  const data = synthetic ? 'synthetic data, ' : '';
  return `Figure 3: ExactAcc of query slots (${data}engine: ${engine}), profile ${profile}`;
}
