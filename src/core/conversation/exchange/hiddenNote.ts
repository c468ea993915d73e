/**
 * Returns a Markdown comment with data that readers need not see. It is a single line, and its content cannot end it:
 * double hyphens and `>` are written as JSON escapes.
 */
export function hiddenNote(name: string, value: unknown): string {
  const json = JSON.stringify(value).replaceAll('--', '-\\u002d').replaceAll('>', '\\u003e');
  return `<!-- wenxin:${name} ${json} -->`;
}

/** Parses a line that is a comment of this name; `undefined` for any other line and for invalid JSON. */
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
