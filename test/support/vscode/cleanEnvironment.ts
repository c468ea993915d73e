/**
 * Returns the changes to a program's environment that isolate it from the developer's own: sockets of another VS Code,
 * a debugger, and above all a key that costs money.
 */
export function cleanEnvironment(): Record<string, string | undefined> {
  const names = Object.keys(process.env).filter(name => /^(VSCODE_|QIANFAN_|ELECTRON_|NODE_OPTIONS$)/.test(name));
  return Object.fromEntries(names.map(name => [name, undefined]));
}
