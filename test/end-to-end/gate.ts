import { createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll } from 'vitest';
import type { Order } from './pipelines/steered.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** A process that has come to the gate and waits for orders. */
export interface Visitor {
  readonly name: string;
  readonly pid: number;
  order(order: Order): void;
  /** When the process is no more. */
  readonly gone: Promise<void>;
}

/** A socket at which the steps of `pipelines/steered-nodes.ts` ask a test what to do. */
export interface Gate {
  readonly path: string;
  /** The next process of this name, also one that has already come. */
  arrival(name: string): Promise<Visitor>;
  /** How many processes of this name have come. */
  count(name: string): number;
}

const closings: (() => void)[] = [];

afterAll(() => {
  for (const close of closings) close();
});

export async function openGate(): Promise<Gate> {
  const path = join(temporaryFolder(), 'gate');
  const waiting = new Map<string, Visitor[]>();
  const wanted = new Map<string, ((visitor: Visitor) => void)[]>();
  const counts = new Map<string, number>();
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    const gone = new Promise<void>((resolve) => socket.on('close', () => resolve()));
    socket.on('error', () => socket.destroy());
    createInterface({ input: socket }).once('line', (line) => {
      const { name, pid } = JSON.parse(line) as { readonly name: string; readonly pid: number };
      const order = (what: Order): void => void socket.write(`${JSON.stringify(what)}\n`);
      const visitor = { name, pid, order, gone };
      counts.set(name, (counts.get(name) ?? 0) + 1);
      const meet = wanted.get(name)?.shift();
      if (meet !== undefined) meet(visitor);
      else waiting.set(name, [...(waiting.get(name) ?? []), visitor]);
    });
  });
  await new Promise<void>((resolve) => server.listen(path, resolve));
  closings.push(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return {
    path,
    arrival: (name) => {
      const there = waiting.get(name)?.shift();
      if (there !== undefined) return Promise.resolve(there);
      return new Promise((resolve) => wanted.set(name, [...(wanted.get(name) ?? []), resolve]));
    },
    count: (name) => counts.get(name) ?? 0,
  };
}
