/** The text in what `@vscode/prompt-tsx` makes of a prompt, which tools may give back; JSON of any other value. */
export function treeText(value: unknown): string {
  if (typeof value === 'string') return value;
  const text = isObject(value) && isObject(value['node']) ? textIn(value['node']) : '';
  return text === '' ? (JSON.stringify(value) ?? '') : text;
}

/** A node has either a text or children. */
function textIn(node: Record<string, unknown>): string {
  const { text, lineBreakBefore, children } = node;
  if (typeof text === 'string') return (lineBreakBefore === true || lineBreakBefore === 1 ? '\n' : '') + text;
  return Array.isArray(children) ? children.map(child => (isObject(child) ? textIn(child) : '')).join('') : '';
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
