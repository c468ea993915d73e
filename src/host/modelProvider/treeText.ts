/** Extracts the text of a prompt rendered by `@vscode/prompt-tsx`, which tools may return; JSON for any other value. */
export function treeText(value: unknown): string {
  if (typeof value === 'string') return value;
  const text = isObject(value) && isObject(value['node']) ? textIn(value['node']) : '';
  return text === '' ? (JSON.stringify(value) ?? '') : text;
}

/** A node has either text or children. */
function textIn(node: Record<string, unknown>): string {
  const { text, lineBreakBefore, children } = node;
  if (typeof text === 'string') return (lineBreakBefore === true || lineBreakBefore === 1 ? '\n' : '') + text;
  return Array.isArray(children) ? children.map(child => (isObject(child) ? textIn(child) : '')).join('') : '';
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
