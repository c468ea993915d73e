import { once } from 'node:events';
import { createServer } from 'node:net';

/** Returns a loopback port that is currently free: the preferred one if possible. */
export async function freePort(preferred = unlikelyPort()): Promise<number> {
  const probe = createServer().listen(preferred, '127.0.0.1');
  try {
    await once(probe, 'listening');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    return freePort();
  }
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  if (address === null || typeof address === 'string') throw new Error('The system gave no port.');
  return address.port;
}

/**
 * Returns a random port below those that a system gives to programs that do not care (from 32,768 on Linux), so that no
 * other test gets it between now and its use.
 */
function unlikelyPort(): number {
  return 20_000 + Math.floor(12_000 * Math.random());
}
