/** Escapes a text for use in a regular expression. (`RegExp.escape` is newer than the compiler's library.) */
export function escapeForPattern(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}
