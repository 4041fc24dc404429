import { node, output, type Pipeline } from 'prouie';
import { parse } from 'yaml';

/** A small recipe for tests of commands; settings of its profile make its nodes slow, stale or broken. */
export const pipeline: Pipeline = (context) => {
  const { text, order, fail, fifo } = parse(context.profile.text) as {
    readonly text: string;
    readonly order: string;
    readonly fail: boolean;
    readonly fifo: string;
  };
  const letters = node({
    name: 'letters',
    step: 'command',
    params: { argv: ['sh', '-c', `echo splitting; printf '%s' '${text}' | fold -w 1 > {out:lines}`] },
    outputs: { lines: 'text' },
  });
  const sorted = node({
    name: 'sorted',
    step: 'command',
    params: { argv: ['sort', order, '{in:lines}'], stdout: 'lines' },
    inputs: { lines: output(letters, 'lines') },
    outputs: { lines: 'text' },
  });
  const total = node({
    name: 'total',
    step: 'command',
    params: { argv: ['sh', '-c', 'wc -l < {in:lines}'], stdout: 'count' },
    inputs: { lines: output(sorted, 'lines') },
    outputs: { count: 'text' },
  });
  const table = node({
    name: 'table',
    step: './table',
    params: { seed: 7 },
    inputs: { lines: output(letters, 'lines') },
  });
  const model = node({
    name: 'model',
    step: 'command',
    params: {
      argv: [
        'sh',
        '-c',
        'mkdir -p {out:model}/deep && echo x > {out:model}/deep/weights && echo y > {out:model}/config',
      ],
    },
    outputs: { model: 'directory' },
  });
  const check = node({
    name: 'check',
    step: 'command',
    params: { argv: ['sh', '-c', `echo checking; ${fail ? 'exit 3' : 'echo fine > {out:verdict}'}`] },
    outputs: { verdict: 'text' },
  });
  const corpus = node({
    name: 'corpus',
    step: 'command',
    params: { argv: ['true'] },
    outputs: { rows: 'text' },
    absent: 'there is no such corpus',
  });
  const slow = node({ name: 'slow', step: './wait', params: { fifo } });
  return [letters, sorted, total, table, model, check, corpus, ...(fifo === '' ? [] : [slow])];
};
