/** Addresses of one drop. More are a mistake of the hand. */
const MAX_URIS = 50;

/**
 * The addresses in a text that was dropped: one a line, or a JSON list, as VS Code writes them for the editors of a drag.
 * Lines that begin with `#` are comments (RFC 2483). Nothing is known of them: the text may be anybody's.
 */
export function droppedUris(text: string): readonly string[] {
  const lines = text.split(/\r?\n/).flatMap(line => (line.startsWith('[') ? jsonList(line) : [line]));
  const uris = lines.map(line => line.trim()).filter(line => line !== '' && !line.startsWith('#'));
  return [...new Set(uris)].slice(0, MAX_URIS);
}

function jsonList(line: string): string[] {
  try {
    const value: unknown = JSON.parse(line);
    return Array.isArray(value) ? value.filter(each => typeof each === 'string') : [];
  } catch (error) {
    if (error instanceof SyntaxError) return [];
    throw error;
  }
}
