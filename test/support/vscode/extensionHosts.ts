import type { VSCodeServer } from './server.ts';

/** Returns the process ids of the running extension hosts, oldest first. Each window has one. */
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
 * Kills the extension host of the last opened window, as in a crash, and waits until VS Code has noticed. VS Code
 * restarts it automatically, but not after three crashes in a short time: reload the window after each.
 */
export async function killExtensionHost(server: VSCodeServer): Promise<void> {
  const pid = extensionHostPids(server).at(-1);
  if (pid === undefined) throw new Error('No extension host is running.');
  process.kill(pid, 'SIGKILL');
  while (extensionHostPids(server).includes(pid)) await new Promise(resolve => setTimeout(resolve, 20));
}
