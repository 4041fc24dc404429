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
        obey(order, context);
        return;
      }
    }
    throw new Error('The test left.');
  },
});

async function* ordersFrom(socket: Socket): AsyncIterable<Order> {
  for await (const line of createInterface({ input: socket })) yield JSON.parse(line) as Order;
}

function obey(order: Exclude<Order, { readonly do: 'fork' }>, context: StepContext<{ name: string }>): void {
  context.log(`told to ${order.do}`);
  if (order.do === 'finish') context.outputs.writeText('made', order.text ?? context.params.name);
  if (order.do === 'throw') throw new Error(order.message);
  if (order.do === 'spin') for (;;) context.progress(0, 1);
  if (order.do !== 'die') return;
  if (typeof order.by === 'number') process.exit(order.by);
  process.kill(process.pid, order.by);
}

function startChild(name: string, gate: string): void {
  const program = `
    process.on('SIGTERM', () => undefined);
    require('node:net').connect(${JSON.stringify(gate)}).write(JSON.stringify({ name: ${JSON.stringify(name)}, pid: process.pid }) + '\\n');
  `;
  spawn(process.execPath, ['-e', program], { stdio: 'ignore' });
}
