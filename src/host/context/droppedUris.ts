/** Limit for one drop; more are probably a mistake. */
const MAX_URIS = 50;

/**
 * Returns the URIs in a dropped text: one per line, or a JSON array, as VS Code writes for dragged editors. Lines
 * starting with `#` are comments (RFC 2483). The URIs are not validated: the text is untrusted.
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
