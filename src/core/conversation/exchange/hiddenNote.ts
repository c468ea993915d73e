/**
 * A comment of Markdown that holds what a reader need not see. It is one line, and nothing in it can end it: two hyphens
 * and `>` are written as escapes of JSON.
 */
export function hiddenNote(name: string, value: unknown): string {
  const json = JSON.stringify(value).replaceAll('--', '-\\u002d').replaceAll('>', '\\u003e');
  return `<!-- wenxin:${name} ${json} -->`;
}

/** What a line holds that is such a comment of this name; `undefined` for any other line and for a damaged one. */
export function readNote(name: string, line: string): unknown {
  const start = `<!-- wenxin:${name} `;
  if (!line.startsWith(start) || !line.endsWith(' -->')) return undefined;
  try {
    return JSON.parse(line.slice(start.length, -' -->'.length)) as unknown;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
