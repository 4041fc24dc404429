import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { defineStep } from 'prouie';
import { z } from 'zod';
import type { Order } from '../../end-to-end/pipelines/steered.ts';

/**
 * Makes rows of random numbers, shared out by their number. Each process asks at the gate what to do, shards as
 * `<name>/<index>` and the end, where `steerEnd` is set, as `<name>/end`; without a gate it does its work. A shard that
 * is not told to finish leaves half of its rows.
 */
export const step = defineStep({
  params: z.strictObject({
    name: z.string(),
    rows: z.int().positive(),
    gate: z.string().optional(),
    steerEnd: z.boolean().default(false),
  }),
  volatile: ['gate', 'steerEnd'],
  outputs: { made: 'text' },
  async runShard({ params: { name, rows, gate }, random, log }, { index, count, folder }) {
    const path = join(folder, 'rows.txt');
    const found = existsSync(path) ? readRows(path).length : 0;
    log(`shard ${index} found ${found} rows`);
    const own = Array.from({ length: rows }, (_, row) => row).filter((row) => row % count === index);
    const lines = own.map((row) => `${row} ${random('row', row).next()}\n`);
    const order = await ask(`${name}/${index}`, gate);
    const end = order.do === 'finish' ? lines.length : lines.length / 2;
    writeFileSync(path, lines.slice(0, end).join(''));
    obey(order);
  },
  async run({ params: { name, gate, steerEnd }, shards, outputs }) {
    if (steerEnd) obey(await ask(`${name}/end`, gate));
    const numberOf = (line: string): number => Number(line.split(' ', 1)[0]);
    const lines = shards.flatMap((folder) => readRows(join(folder, 'rows.txt')));
    outputs.writeLines(
      'made',
      lines.sort((a, b) => numberOf(a) - numberOf(b)),
    );
  },
});

function readRows(path: string): string[] {
  return readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line !== '');
}

async function ask(name: string, gate: string | undefined): Promise<Order> {
  if (gate === undefined) return { do: 'finish' };
  const socket = connect(gate);
  await once(socket, 'connect');
  socket.write(`${JSON.stringify({ name, pid: process.pid })}\n`);
  for await (const line of createInterface({ input: socket })) {
    socket.end();
    return JSON.parse(line) as Order;
  }
  throw new Error('The test left.');
}

function obey(order: Order): void {
  if (order.do === 'throw') throw new Error(order.message);
  if (order.do === 'die' && typeof order.by === 'string') process.kill(process.pid, order.by);
}
