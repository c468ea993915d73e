/**
 * Returns the fence of the code block in which Markdown text ends, also within lists and block quotes; `undefined` if
 * it ends outside of one. For text that the model continues at the same place. `openFence` of `fences.ts` is for text
 * that something else follows, which ends a list or quote and with it the code block.
 */
export function openFenceAtAnyDepth(text: string): string | undefined {
  let open: string | undefined;
  for (const line of text.split('\n')) {
    const [, marks = '', rest = ''] = /^\s*(?:>\s*|[-*+]\s+|\d+[.)]\s+)*(`{3,}|~{3,})(.*)$/.exec(line) ?? [];
    if (marks === '') continue;
    if (open === undefined) {
      // An info string after backticks must not contain any; otherwise this is inline code.
      if (marks.startsWith('~') || !rest.includes('`')) open = marks;
    } else if (marks.startsWith(open) && rest.trim() === '') open = undefined;
  }
  return open;
}
