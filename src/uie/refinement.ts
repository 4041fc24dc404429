/** How answers to one example change from stage to stage of training (the paper's Figure 9). */
import { readAnswerObject } from './answer-object.ts';
import type { Answer } from './answers.ts';
import { classifyErrors } from './errors/classify.ts';
import type { ErrorItem } from './errors/error-class.ts';

/** What is wrong in the answer of one stage. */
export interface StageAnswer {
  readonly errors: readonly ErrorItem[];
  /** Types that were written without a value. */
  readonly emptyFields: number;
}

export function judgeStage(answer: Answer): StageAnswer {
  const object = readAnswerObject(answer.output)?.object;
  const emptyFields = [...(object?.values() ?? [])].filter((value) => value === '').length;
  return { errors: classifyErrors(answer), emptyFields };
}

/** False positives and false negatives together: an answered item that stands for a gold one is both. */
export function wrongItems({ errors }: StageAnswer): number {
  return errors.reduce(
    (sum, { gold, answer }) => sum + (gold === null ? 0 : 1) + (answer === null ? 0 : 1),
    0,
  );
}

/** Better is an answer with fewer wrong items, or with as many of them and fewer empty fields. */
export type Change = 'better' | 'worse' | 'same';

export function changeBetween(before: StageAnswer, after: StageAnswer): Change {
  const difference = wrongItems(after) - wrongItems(before) || after.emptyFields - before.emptyFields;
  return difference === 0 ? 'same' : difference < 0 ? 'better' : 'worse';
}

/** Whether every stage is better than the one before it, and the last one mends something that was wrong. */
export function isRefined(stages: readonly StageAnswer[]): boolean {
  const last = stages.at(-1)!;
  const before = stages.at(-2)!;
  return (
    wrongItems(last) < wrongItems(before) &&
    stages.slice(1).every((stage, at) => changeBetween(stages[at]!, stage) === 'better')
  );
}
