import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { createInterface } from 'node:readline';

/** Whether the server of S3's language for tests is installed: `pip install 'moto[server]==5.2.1'`. */
export const hasMotoServer = spawnSync('moto_server', ['--help'], { stdio: 'ignore' }).status === 0;

export interface StorageServer {
  readonly url: string;
  readonly port: number;
  stop(): Promise<void>;
}

/** Starts a server with buckets on a port of this machine. */
export async function startMoto(env: Readonly<Record<string, string>> = {}): Promise<StorageServer> {
  const port = await freePort();
  const child: ChildProcess = spawn('moto_server', ['-H', '127.0.0.1', '-p', String(port)], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  await new Promise<void>((resolve, reject) => {
    createInterface({ input: child.stderr! }).on('line', (line) => {
      if (line.includes('Running on http')) resolve();
    });
    void ended.then(() => reject(new Error('moto_server ended before it listened.')));
  });
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    stop: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

/** A way to a server that can be made to hang or to break. */
export interface Way {
  readonly url: string;
  /** `open`: all goes through; `silent`: nothing comes back any more; `cut`: every connection is broken off. */
  become(state: 'open' | 'silent' | 'cut'): void;
  close(): void;
}

export async function openWay(port: number): Promise<Way> {
  let state: 'open' | 'silent' | 'cut' = 'open';
  const sockets = new Set<Socket>();
  const server: Server = createServer((client) => {
    const onward = connect(port, '127.0.0.1');
    for (const socket of [client, onward]) {
      sockets.add(socket);
      socket.on('error', () => socket.destroy());
      socket.on('close', () => sockets.delete(socket));
    }
    client.on('data', (data) => {
      if (state === 'cut') client.destroy();
      else onward.write(data);
    });
    onward.on('data', (data) => {
      if (state === 'open') client.write(data);
      else if (state === 'cut') client.destroy();
    });
    client.on('close', () => onward.destroy());
    onward.on('close', () => {
      if (state !== 'silent') client.destroy();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    become: (next) => {
      state = next;
      if (next === 'cut') for (const socket of sockets) socket.destroy();
    },
    close: () => {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise<void>((resolve) => server.close(() => resolve()));
  return port;
}
