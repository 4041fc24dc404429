import { type AddressInfo, createServer } from 'node:net';

/**
 * A port that nobody listens on, chosen by the system.
 *
 * @param host the address that it must be free on; all of the machine's where left out
 */
export async function freePort(host?: string): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen({ port: 0, host }, resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise<void>((resolve) => server.close(() => resolve()));
  return port;
}
