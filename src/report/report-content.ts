/** What a report holds: plain data that the Node side gathers from a store and the page shows. */
import type { Effect } from '../catalog/assumption-effects.ts';
import type { CaseStudy } from '../tables/case-study/case-study.ts';
import type { SlotFigure } from '../tables/slots/slot-figure.ts';
import type { Table } from '../tables/table.ts';
import type { ScorerTable } from '../tables/table-changes.ts';

export interface ReportContent extends ReportOutline, ReportMeasures {}

/** What can be told quickly: enough for the first view. */
export interface ReportOutline {
  readonly schemaVersion: 1;
  readonly overview: Overview;
  readonly tables: readonly Table[];
  /** Tables of scores under the other scorer profiles, each as what differs from the one in `tables`. */
  readonly scorerTables: readonly ScorerTable[];
  /** In the order of the pipeline; other parts name nodes by their index here. */
  readonly nodes: readonly ReportNode[];
  readonly columns: readonly GraphColumn[];
  /** Figure 3; null where it was not made. */
  readonly slots: SlotFigure | null;
  /** Figure 9; null where it was not made. */
  readonly cases: CaseStudy | null;
  readonly assumptions: readonly ReportAssumption[];
  readonly audit: readonly AuditEntry[];
}

/** What every curve, score and answer of the store must be read for. */
export interface ReportMeasures {
  readonly curves: readonly Curve[];
  readonly lengths: readonly LengthDistribution[];
  readonly errors: readonly ErrorCount[];
  readonly scores: readonly Score[];
  /** What the choices change, by the name of the assumption; of those alone of which the store has a measure. */
  readonly effects: Readonly<Record<string, readonly Effect[]>>;
  readonly examples: ExamplesPart;
  /** Sentences about content that is gone from the store. */
  readonly gone: readonly string[];
}

export interface Overview {
  readonly pipeline: string;
  readonly profile: string;
  readonly engines: readonly string[];
  readonly seeds: readonly number[];
  /** Whether figures come from synthetic stand-ins of the data sets, and of which. */
  readonly synthetic: boolean;
  readonly syntheticDatasets: readonly string[];
  readonly datasets: readonly string[];
  /** Nodes by status. */
  readonly statuses: Readonly<Record<string, number>>;
  /** Where the time of the results went; seconds of their attempts. */
  readonly steps: readonly { readonly step: string; readonly nodes: number; readonly seconds: number }[];
  /** The runs of this pipeline and profile, newest first; at most 20. */
  readonly runs: readonly ReportRun[];
  /** Of the newest run. */
  readonly warnings: readonly string[];
}

export interface ReportRun {
  readonly run: string;
  /** ISO 8601, UTC. */
  readonly started: string;
  readonly ended: string | null;
  readonly seconds: number | null;
  readonly ran: number | null;
  readonly fresh: number | null;
  readonly failed: number | null;
  readonly skipped: number | null;
  readonly commit: string | null;
  /** Whether the source had changes that were not committed. */
  readonly changed: boolean;
  readonly host: string;
  /** The flags that name the same graph on a command line, quoted for a shell; begins with a blank if not empty. */
  readonly flags: string;
}

export interface ReportNode {
  readonly name: string;
  readonly step: string;
  readonly status: string;
  /** Of the last result; empty where there is none. */
  readonly key: string;
  readonly tags: Readonly<Record<string, string | number>>;
  /** Name of the box it is folded into, and the index of the column that this stands in. */
  readonly group: string;
  readonly column: number;
  readonly inputs: readonly ReportInput[];
  readonly outputs: readonly {
    readonly name: string;
    readonly kind: string;
    readonly digest: string;
    readonly size: number;
  }[];
  /** Null where the attempt is no longer in the store. */
  readonly made: Made | null;
  /** Why it was made last. */
  readonly reasons: readonly string[];
  readonly failure: string | null;
  /** Why it cannot be made. */
  readonly absent: string | null;
  /** Why somebody declared an older result valid for its key. */
  readonly accepted: string | null;
  /** The end of the log of the last attempt. */
  readonly log: string | null;
}

export interface ReportInput {
  readonly argument: string;
  readonly digest: string;
  /** Index of the node whose output it is; null for files and what no present node has. */
  readonly node: number | null;
  readonly output: string | null;
}

/** The attempt that a result was made by. */
export interface Made {
  readonly attempt: number;
  readonly started: string;
  readonly seconds: number;
  readonly host: string;
  readonly run: string | null;
  readonly commit: string | null;
  readonly changed: boolean;
}

/** A column of the drawing; columns of one phase stand under one heading. */
export interface GraphColumn {
  readonly phase: string;
  readonly title: string;
}

/** One measure of one training run. */
export interface Curve {
  readonly setting: string;
  readonly stage: string;
  readonly name: string;
  readonly steps: readonly number[];
  /** As many as `steps`, to five digits. */
  readonly values: readonly number[];
}

/** Tokens of the outputs of a setting on the sets of a task: how many outputs have each length. */
export interface LengthDistribution {
  readonly setting: string;
  readonly task: string;
  readonly lengths: readonly (readonly [tokens: number, outputs: number])[];
}

export interface ErrorCount {
  readonly setting: string;
  readonly task: string;
  readonly metric: string;
  readonly class: string;
  readonly count: number;
}

export interface Score {
  readonly setting: string;
  readonly dataset: string;
  readonly task: string;
  readonly metric: string;
  /** F1 in percent by scorer profile. */
  readonly f1: Readonly<Record<string, number>>;
}

export interface ExamplesPart {
  /** Who answered: a variant, with its seed where there are several. */
  readonly settings: readonly string[];
  /** Schemas as JSON, which many examples share. */
  readonly schemas: readonly string[];
  /** `metric: class`, which outputs name by index. */
  readonly classes: readonly string[];
  readonly examples: readonly ReportExample[];
  /** How many answered examples the store has. */
  readonly total: number;
}

export interface ReportExample {
  readonly id: string;
  readonly dataset: string;
  readonly task: string;
  readonly text: string;
  readonly schema: number;
  /** The structure as JSON. */
  readonly gold: string;
  /** What was written, each text once. */
  readonly outputs: readonly ReportOutput[];
  /** For each setting the index of its output; -1 where it did not answer. */
  readonly answers: readonly number[];
}

export interface ReportOutput {
  readonly text: string;
  /** Wrong items by class. */
  readonly wrong: readonly (readonly [classIndex: number, count: number])[];
}

export interface ReportAssumption {
  readonly name: string;
  readonly about: string;
  readonly value: string;
  readonly alternatives: readonly string[];
  readonly reason: string;
  readonly setting: string | null;
  /** The variants or scorer profiles whose scores show what it changes, the chosen one first; none where nothing does. */
  readonly compared: readonly string[];
}

/** A check of the paper's own figures. */
export interface AuditEntry {
  readonly id: string;
  readonly title: string;
  readonly kind: string;
  readonly verdict: string;
  readonly finding: string;
  readonly here: string;
}
