/** Key signs as macOS prints them. */
const APPLE_SIGNS: Readonly<Record<string, string>> = { Ctrl: '⌃', Alt: '⌥', Shift: '⇧', Cmd: '⌘', Enter: '↩' };

/** How this platform writes a keyboard shortcut such as `Shift+Alt+W`. */
export function shortcut(keys: string, platform: string): string {
  if (!platform.startsWith('Mac')) return keys;
  return keys
    .split('+')
    .map(key => APPLE_SIGNS[key] ?? key)
    .join('');
}
