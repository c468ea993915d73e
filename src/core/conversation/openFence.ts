/** The marks that would close the code block that Markdown text ends in; `undefined` where it ends outside of one. */
export function openFence(text: string): string | undefined {
  let open: string | undefined;
  for (const line of text.split('\n')) {
    const [, marks = '', rest = ''] = /^\s*(?:>\s*|[-*+]\s+|\d+[.)]\s+)*(`{3,}|~{3,})(.*)$/.exec(line) ?? [];
    if (marks === '') continue;
    if (open === undefined) {
      // What follows backticks on their line holds none, else they are code within a line.
      if (marks.startsWith('~') || !rest.includes('`')) open = marks;
    } else if (marks.startsWith(open) && rest.trim() === '') open = undefined;
  }
  return open;
}
