/**
 * What to change in the environment of a program so that nothing of the person's own reaches it: another VS Code's
 * sockets, a debugger, and above all a key that costs money.
 */
export function cleanEnvironment(): Record<string, string | undefined> {
  const names = Object.keys(process.env).filter(name => /^(VSCODE_|QIANFAN_|ELECTRON_|NODE_OPTIONS$)/.test(name));
  return Object.fromEntries(names.map(name => [name, undefined]));
}
