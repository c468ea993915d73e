/** A line of nothing but the beginnings of Markdown's marks. */
const UNDECIDED_LINE = /^(?:[-=*+_#>|`~ \t]*|[ \t]*\d{1,9}[.)]?)$/;

/**
 * What of a growing answer is shown: without a last line that could still become anything. A `-` under a paragraph is
 * a heading until its list item arrives; shown at once it would flash.
 */
export function steadySource(markdown: string): string {
  const lastLine = markdown.lastIndexOf('\n') + 1;
  return UNDECIDED_LINE.test(markdown.slice(lastLine)) ? markdown.slice(0, lastLine) : markdown;
}
