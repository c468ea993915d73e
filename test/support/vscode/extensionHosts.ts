import type { VSCodeServer } from './server.ts';

/** Process ids of the extension hosts that run now, oldest first. Each window has one. */
function extensionHostPids(server: VSCodeServer): number[] {
  const pids = new Set<number>();
  for (const [, pid, event] of server
    .output()
    .matchAll(/<(\d+)> (Launched Extension Host|Extension Host Process exited)/g)) {
    if (event === 'Launched Extension Host') pids.add(Number(pid));
    else pids.delete(Number(pid));
  }
  return [...pids];
}

/**
 * Kills the extension host of the window that was opened last, as a crash does, and waits until VS Code has noticed. VS Code
 * starts it again by itself, but not after the third time in a short while: reload the window after each.
 */
export async function killExtensionHost(server: VSCodeServer): Promise<void> {
  const pid = extensionHostPids(server).at(-1);
  if (pid === undefined) throw new Error('No extension host is running.');
  process.kill(pid, 'SIGKILL');
  while (extensionHostPids(server).includes(pid)) await new Promise(resolve => setTimeout(resolve, 20));
}
