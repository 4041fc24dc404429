import type { Json } from '../json.ts';
import type { StepContext, StepInput } from '../step.ts';

/** What a phase of training is asked for, before an engine has said how it does that. */
export interface TrainingOrder {
  readonly method: 'sft' | 'grpo';
  readonly seed: number;
  /** The engine's own options; the engine checks them. */
  readonly options: { readonly [key: string]: Json };
  /** All options of the reward; GRPO only. */
  readonly reward: Json | null;
  /** The rows of the phase: digest of the file, and how many there are. */
  readonly rows: { readonly digest: string; readonly count: number };
  /** Digest of the checkpoint to start from; null to start from nothing. */
  readonly start: string | null;
  /** Digests of all code of ours that acts inside the run, by the name of the input that hands it over. */
  readonly code: { readonly [input: string]: string };
  /** What the profile states of an environment that was not made from our lock; undefined where it states nothing. */
  readonly versions?: { readonly [name: string]: string } | undefined;
}

/**
 * Plain data that holds everything that can change the result of a run - configuration, digests of data, code and
 * start checkpoint, versions of tools - and nothing that cannot: no path, host, port or time. Its digest is the key of
 * the run. An engine adds its own parts, such as `files`: the text of each file that it writes for its program.
 */
export type TrainingRequest = TrainingOrder & {
  readonly schemaVersion: 1;
  readonly engine: string;
  readonly [part: string]: unknown;
};

/** What decides where and with which programs a run is done, never what comes out; none of it counts for staleness. */
export interface TrainingPlace {
  /** How each Python environment is reached, by its name; see `python/environment.ts`. */
  readonly environments?: { readonly [name: string]: Json };
}

/** How much work a request is, for estimates of its time. */
export interface Workload {
  /** Rows that the trainer goes over, epochs counted; of GRPO the answers that it learns from. */
  readonly trainedRows: number;
  /** Answers that are generated. */
  readonly answers: number;
  /** GPUs at work, of all machines together. */
  readonly gpus: number;
}

/** One value of a training curve. */
export interface CurvePoint {
  readonly step: number;
  readonly name: string;
  readonly value: number;
}

/** What is read from a log after a run: its curves, and how many rows the trainer says it was given. */
export interface TrainingReport {
  readonly rows: number;
  readonly curves: readonly CurvePoint[];
}

/** The context of a run. Its folder `checkpoints` is where a run that was broken off is found again. */
export type TrainingContext = Pick<
  StepContext<TrainingPlace>,
  | 'params'
  | 'input'
  | 'hasInput'
  | 'inputs'
  | 'outputs'
  | 'log'
  | 'progress'
  | 'signal'
  | 'folder'
  | 'checkpoints'
  | 'readTable'
>;

/**
 * What trains: the engine built in, or a program outside. The module `src/engines/<name>/engine.ts` exports one as
 * `engine`; it is handed to the steps `render`, `train` and `collect` as a bundle.
 */
export interface TrainingEngine {
  readonly name: string;
  /** @throws ProuieError PROUIE_ENGINE_OPTIONS where an option is missing, unknown or out of range */
  render(order: TrainingOrder): TrainingRequest;
  workload(request: TrainingRequest): Workload;
  /**
   * Carries a request out and leaves the outputs `checkpoint` and `log` (both directories). Called again after it was
   * broken off, it goes on from its last checkpoint; it never begins a finished run again.
   */
  train(context: TrainingContext, request: TrainingRequest): Promise<void>;
  /**
   * Reads what a run left. Mending this never trains anything again.
   *
   * @throws ProuieError where the evidence of a finished run is missing
   */
  collect(
    log: Pick<StepInput, 'files' | 'file' | 'bytes'>,
    checkpoint: Pick<StepInput, 'files'>,
  ): TrainingReport;
}
