import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';

/** A listener at an address that must never be contacted. */
export interface Trap {
  readonly url: string;
  /** Counts every connection, whatever was sent on it. */
  readonly connections: () => number;
  close(): Promise<void>;
}

/** Opens a trap on a free local port. It closes every connection. */
export async function openTrap(): Promise<Trap> {
  let count = 0;
  const server = createServer(socket => {
    count++;
    socket.destroy();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    connections: () => count,
    async close() {
      server.close();
      await once(server, 'close');
    },
  };
}
