import { defineStep, type StepContext } from 'prouie';
import { z } from 'zod';

const COLUMNS = {
  columns: [
    { name: 'number', type: 'int32' },
    { name: 'thread', type: 'utf8' },
  ],
} as const;

/** Sews the content of its inputs into one output of each kind; no two patches are alike. */
export const step = defineStep({
  params: z.strictObject({ name: z.string(), seed: z.int() }),
  outputs: { text: 'text', lines: 'text', json: 'json', table: 'arrow', folder: 'directory' },
  async run(context) {
    const { log, outputs, params, progress, random } = context;
    const below = threadsBelow(context);
    const draw = random(...below);
    const threads = Array.from({ length: 40 }, () => `${params.name} ${draw.below(1_000_000)}`);
    log(`sews ${below.length} threads`);
    outputs.writeText('text', threads.join(' '));
    outputs.writeLines('lines', [...below, ...threads]);
    outputs.writeJson('json', { name: params.name, threads });
    await outputs.writeTable('table', COLUMNS, { number: Int32Array.from(threads.keys()), thread: threads });
    const folder = outputs.directory('folder');
    folder.writeText('edge.txt', `${threads[0]}\n`);
    folder.writeText('deep/seam.txt', `${threads[1]}\n`);
    progress(1, 1);
  },
});

/** Something of every input that was read to its end. */
function threadsBelow({ inputs, input, hasInput }: StepContext<unknown>): readonly string[] {
  const patches = [...inputs('patch').values()].map((patch) =>
    patch.files.length === 0 ? patch.text() : patch.files.map((file) => String(patch.bytes(file))).join(),
  );
  return [...patches, ...(hasInput('yarn') ? [input('yarn').text()] : [])].map(
    (text) => `${text.length} ${text.slice(-20)}`,
  );
}
