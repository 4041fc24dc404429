import type { NodeDeclaration } from '../src/graph/node.ts';
import type { Split, Task } from '../src/uie/records.ts';

/** Examples that models are asked about. */
export interface AskedSet {
  readonly id: string;
  readonly task: Task;
  readonly examples: NodeDeclaration;
  readonly split: Split;
  /** Why it is not there. */
  readonly missing: string | undefined;
}
