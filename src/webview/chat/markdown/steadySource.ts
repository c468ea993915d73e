/** A line that so far consists only of characters that can begin Markdown syntax. */
const UNDECIDED_LINE = /^(?:[-=*+_#>|`~ \t]*|[ \t]*\d{1,9}[.)]?)$/;

/**
 * Returns the part of a growing answer that can be shown: without a last line whose meaning is undecided. A `-` below a
 * paragraph is a heading until the text of its list item arrives; showing it at once would flicker.
 */
export function steadySource(markdown: string): string {
  const lastLine = markdown.lastIndexOf('\n') + 1;
  return UNDECIDED_LINE.test(markdown.slice(lastLine)) ? markdown.slice(0, lastLine) : markdown;
}
