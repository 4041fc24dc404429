import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { OutputCollector } from '../../../src/runner/attempt/output-collector.ts';
import { Store } from '../../../src/store/store.ts';
import { temporaryFolder } from '../../temporary-folder.ts';

test.each(['../x', '/tmp/prouie-x', 'a/../../x'])(
  'a file %s of a directory does not leave the directory',
  (name) => {
    const root = temporaryFolder();
    const folder = join(root, 'attempt');
    mkdirSync(folder);
    const outputs = new OutputCollector(new Store(join(root, 'store')), folder, { out: 'directory' });
    expect(() => outputs.directory('out').writeText(name, 'x')).toThrow('is no path inside the output "out"');
    expect(existsSync(join(folder, 'x'))).toBe(false);
  },
);
