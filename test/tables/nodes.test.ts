import { describe, expect, it } from 'vitest';
import { commonNode } from '../../src/tables/nodes.ts';

describe('the common name of nodes', () => {
  it('is the name itself where there is one, however often', () => {
    expect(commonNode(['score/full', 'score/full'])).toBe('score/full');
    expect(commonNode([])).toBeNull();
  });

  it('has a star for the parts that differ', () => {
    expect(commonNode(['score/full/1/SciERC', 'score/full/2/SciERC'])).toBe('score/full/*/SciERC');
    expect(commonNode(['score/full', 'score/full/SciERC'])).toBe('score/*');
    expect(commonNode(['score/full/a/b', 'score/full/c'])).toBe('score/full/*');
  });
});
