/** Key symbols on macOS. */
const APPLE_SIGNS: Readonly<Record<string, string>> = { Ctrl: '⌃', Alt: '⌥', Shift: '⇧', Cmd: '⌘', Enter: '↩' };

/** Formats a keyboard shortcut such as `Shift+Alt+W` for the platform. */
export function shortcut(keys: string, platform: string): string {
  if (!platform.startsWith('Mac')) return keys;
  return keys
    .split('+')
    .map(key => APPLE_SIGNS[key] ?? key)
    .join('');
}
