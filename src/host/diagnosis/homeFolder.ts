/**
 * Returns the text with `~` in place of the home folder in its paths, because that folder usually has the user's name.
 * Also finds it where backslashes are doubled, as in JSON, or written as slashes. Windows ignores the case of paths.
 */
export function withoutHome(text: string, home: string, platform: NodeJS.Platform): string {
  const names = home.split(platform === 'win32' ? /[\\/]+/ : /\/+/).filter(name => name !== '');
  // The root, which is no user's own folder, or no folder at all.
  if (names.length === 0) return text;
  const separator = platform === 'win32' ? String.raw`[\\/]+` : '/+';
  // A single slash, so that those of `file:///` stay.
  const start = platform === 'win32' ? (/^[\\/]/.test(home) ? separator : '') : '/';
  const folder = names.map(name => name.replace(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`)).join(separator);
  // Not inside or at the beginning of a longer name: `/home/ann` is no part of `/home/anna` or of `/mnt/home/ann`.
  const path = String.raw`(?<![\p{L}\p{N}_.-])${start}${folder}(?![\p{L}\p{N}_-]|\.[\p{L}\p{N}])`;
  return text.replace(new RegExp(path, platform === 'win32' ? 'giu' : 'gu'), '~');
}
