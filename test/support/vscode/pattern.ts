/** A text as part of a regular expression that matches just this text. (`RegExp.escape` is newer than the compiler's library.) */
export function escapeForPattern(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}
