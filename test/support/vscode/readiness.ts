import type { OwnedProcess } from '../childProcess.ts';

const WITHIN_MS = 60_000;
const PAUSE_MS = 100;

/** Waits until a server responds over HTTP. Throws with its output if it ended or took too long. */
export async function whenAnswering(url: string, server: OwnedProcess): Promise<void> {
  let ended = false;
  const end = (): void => {
    ended = true;
  };
  server.exited.then(end, end);
  const deadline = performance.now() + WITHIN_MS;
  while (!ended && performance.now() < deadline) {
    if (await isAnswering(url)) return;
    await new Promise(resolve => setTimeout(resolve, PAUSE_MS));
  }
  throw new Error(`The VS Code server did not start.\n${server.output()}`);
}

async function isAnswering(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(5_000) });
    await response.body?.cancel();
    return response.status < 500;
  } catch (error) {
    // Nothing listens yet, or the server is still too busy.
    if (error instanceof TypeError || (error instanceof DOMException && error.name === 'TimeoutError')) return false;
    throw error;
  }
}
