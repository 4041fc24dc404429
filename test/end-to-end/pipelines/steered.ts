import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { defineStep, type StepContext } from 'prouie';
import { z } from 'zod';

/** What a test may have a steered step do. All but `fork` are the last thing that it does. */
export type Order =
  /** Write the output and return. */
  | { readonly do: 'finish'; readonly text?: string }
  /** Return without the output. */
  | { readonly do: 'forget' }
  | { readonly do: 'throw'; readonly message: string }
  /** End the own process by a signal or with a code. */
  | { readonly do: 'die'; readonly by: NodeJS.Signals | number }
  /** Never return to the event loop, only tell of progress. */
  | { readonly do: 'spin' }
  /** Ask for more memory again and again. */
  | { readonly do: 'devour' }
  /** Print so many megabytes, then write the output and return. */
  | { readonly do: 'flood'; readonly megabytes: number }
  /** Print the environment, then write the output and return. */
  | { readonly do: 'confess' }
  /** Start a process that comes to the gate as `<name>/child` and does not mind being asked to end. */
  | { readonly do: 'fork' };

/** A step that asks at a socket what to do. Where the socket is does not count. */
export const step = defineStep({
  params: z.strictObject({ name: z.string(), gate: z.string() }),
  volatile: ['gate'],
  outputs: { made: 'text' },
  async run(context) {
    const { name, gate } = context.params;
    const socket = connect(gate);
    await once(socket, 'connect');
    socket.write(`${JSON.stringify({ name, pid: process.pid })}\n`);
    for await (const order of ordersFrom(socket)) {
      if (order.do === 'fork') startChild(`${name}/child`, gate);
      else {
        socket.end();
        await obey(order, context);
        return;
      }
    }
    throw new Error('The test left.');
  },
});

async function* ordersFrom(socket: Socket): AsyncIterable<Order> {
  for await (const line of createInterface({ input: socket })) yield JSON.parse(line) as Order;
}

async function obey(
  order: Exclude<Order, { readonly do: 'fork' }>,
  context: StepContext<{ name: string }>,
): Promise<void> {
  context.log(`told to ${order.do}`);
  if (order.do === 'devour') devour();
  if (order.do === 'flood') await print(order.megabytes * 1000, 'water '.repeat(170));
  if (order.do === 'confess') {
    context.log(JSON.stringify(process.env));
    await print(1, JSON.stringify(process.env));
  }
  if (order.do === 'flood' || order.do === 'confess') context.outputs.writeText('made', context.params.name);
  if (order.do === 'finish') context.outputs.writeText('made', order.text ?? context.params.name);
  if (order.do === 'throw') throw new Error(order.message);
  if (order.do === 'spin') for (;;) context.progress(0, 1);
  if (order.do !== 'die') return;
  if (typeof order.by === 'number') process.exit(order.by);
  process.kill(process.pid, order.by);
}

function devour(): never {
  const eaten: number[][] = [];
  for (;;) eaten.push(new Array<number>(100_000).fill(eaten.length));
}

async function print(times: number, line: string): Promise<void> {
  for (let printed = 0; printed < times; printed++) {
    if (!process.stdout.write(`${line}\n`)) await once(process.stdout, 'drain');
  }
}

function startChild(name: string, gate: string): void {
  const program = `
    process.on('SIGTERM', () => undefined);
    require('node:net').connect(${JSON.stringify(gate)}).write(JSON.stringify({ name: ${JSON.stringify(name)}, pid: process.pid }) + '\\n');
  `;
  spawn(process.execPath, ['-e', program], { stdio: 'ignore' });
}
