/** The paper's Figure 9 as data: examples whose outputs get better from CM to SA to DE. */

/** What one stage wrote for an example. */
export interface CaseStage {
  /** As the paper names it: `CM`, `CM+SA`, `CM+SA+DE`. */
  readonly stage: string;
  readonly variant: string;
  readonly instruction: string;
  readonly output: string;
  readonly emptyFields: number;
  /** What is wrong, one short sentence an item; none where all is right. */
  readonly wrong: readonly string[];
}

export interface Case {
  readonly task: 're' | 'ee';
  readonly dataset: string;
  readonly id: string;
  readonly text: string;
  /** The target string in the streamlined style. */
  readonly gold: string;
  readonly stages: readonly CaseStage[];
}

/** All examples of a task, not only those that are shown. */
export interface CaseCount {
  readonly task: 're' | 'ee';
  readonly examples: number;
  /** With something wrong after the first stage. */
  readonly wrong: number;
  /** From each stage to the next one. */
  readonly steps: readonly {
    readonly from: string;
    readonly to: string;
    /** Examples with fewer wrong items, and with more. */
    readonly better: number;
    readonly worse: number;
    /** With as many wrong items and fewer empty fields. */
    readonly shorter: number;
  }[];
  /** Better at every step, and something mended at the last. */
  readonly refined: number;
}

export interface CaseStudy {
  readonly figure: '9';
  readonly profile: string;
  readonly engine: string;
  readonly synthetic: boolean;
  readonly counts: readonly CaseCount[];
  readonly cases: readonly Case[];
}

const TASKS = { re: 'relations', ee: 'events' } as const;

export function caseCaption({ profile, engine, synthetic }: CaseStudy): string {
  const data = synthetic ? 'synthetic data, ' : '';
  return `Figure 9: Refinement from CM to SA to DE (${data}engine: ${engine}), profile ${profile}`;
}

/** How many examples were looked at, what became of them, and that none was found where that is so. */
export function caseRemarks({ counts, cases }: CaseStudy): readonly string[] {
  const looked = counts.map(({ task, examples, wrong, steps, refined }) => {
    const changes = steps.map(
      ({ from, to, better, worse, shorter }) =>
        `from ${from} to ${to} ${better} with fewer wrong items, ${worse} with more, ${shorter} with fewer empty fields alone`,
    );
    return `Of ${examples} examples of ${TASKS[task]} ${wrong} are wrong after CM; ${changes.join('; ')}; ${refined} get better at every step.`;
  });
  const shown =
    cases.length === 0
      ? 'No example was found that gets better at every step.'
      : `${cases.length === 1 ? 'One is' : `${cases.length} are`} shown: chosen for what they show, and not typical.`;
  return [
    ...looked,
    shown,
    'A step to an output with as many wrong items and fewer empty fields counts as better in the choice of what is shown; from SA to DE fewer items must be wrong. The instruction shown is that of CM.',
  ];
}

/** What is wrong in one stage, in one line. */
export function describeStage({ emptyFields, wrong }: CaseStage): string {
  const fields =
    emptyFields === 0 ? [] : [emptyFields === 1 ? '1 empty field' : `${emptyFields} empty fields`];
  const parts = [...wrong, ...fields];
  return parts.length === 0 ? 'all right' : parts.join('; ');
}
