import { relative } from 'node:path';
import { BaseSequencer, type TestSpecification } from 'vitest/node';
import parts from './parts.json' with { type: 'json' };

const first = parts.flatMap((part) => ('first' in part ? part.first : []));

/**
 * Starts with the files that `parts.json` names as those that take longest, so that none of them goes on alone at the
 * end; the rest in vitest's own order.
 */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification): number => {
      const index = first.indexOf(relative(this.ctx.config.root, moduleId));
      return index < 0 ? first.length : index;
    };
    const sorted = await super.sort(files);
    return sorted.sort((a, b) => place(a) - place(b));
  }
}
