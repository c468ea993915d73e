/** A code block in an answer. */
export interface AnswerBlock {
  /** The first word after the fence; may be empty. */
  readonly language: string;
  /** Without the final line break. */
  readonly text: string;
}

/** An opening fence, after the markers of the quotes and lists that contain it. */
const FENCE = /^((?:[ \t]|>|[-*+](?=[ \t])|\d{1,9}[.)](?=[ \t]))*)(`{3,}|~{3,})([^\n]*)$/;

/**
 * Returns the code block whose text is exactly `text`, if the Markdown of an answer has one. The web view that shows
 * the answer sends the text that the user wants to use; it is checked here, so that only code from the answer is ever
 * used. Blocks are fenced, or indented by four columns.
 */
export function answerBlock(markdown: string, text: string): AnswerBlock | undefined {
  return fencedBlocks(markdown).find(block => block.text === text) ?? indentedBlock(linesOf(markdown), text);
}

/** Returns the fenced code blocks, in order. A block without a closing fence extends to the end. */
export function fencedBlocks(markdown: string): readonly AnswerBlock[] {
  const lines = linesOf(markdown);
  const blocks: AnswerBlock[] = [];
  for (let at = 0; at < lines.length; at++) {
    const [, prefix = '', fence, info = ''] = FENCE.exec(lines[at] ?? '') ?? [];
    if (fence === undefined || (fence.startsWith('`') && info.includes('`'))) continue;
    const width = columns(prefix);
    const content: string[] = [];
    for (at++; at < lines.length && !closes(lines[at] ?? '', fence, width); at++)
      content.push(without(lines[at] ?? '', width));
    const [language = ''] = info.trim().split(/\s+/, 1);
    blocks.push({ language, text: content.join('\n') });
  }
  return blocks;
}

function linesOf(markdown: string): string[] {
  return markdown.replace(/\r\n?/g, '\n').split('\n');
}

/** A fence indented by four or more columns relative to the opening fence is part of the code. */
function closes(line: string, fence: string, width: number): boolean {
  const end = line.replace(/^[ \t>]*/, '').trimEnd();
  if (end.length < fence.length || end !== (fence[0] ?? '').repeat(end.length)) return false;
  return columns(line.slice(0, line.indexOf(fence))) < width + 4;
}

function columns(prefix: string): number {
  let column = 0;
  for (const character of prefix) column += character === '\t' ? 4 - (column % 4) : 1;
  return column;
}

/** Removes quote markers and white space from the start of a line, up to a column. */
function without(line: string, width: number): string {
  let column = 0;
  let start = 0;
  for (; column < width && /[ \t>]/.test(line[start] ?? ''); start++) {
    column += line[start] === '\t' ? 4 - (column % 4) : 1;
  }
  // A tab that crosses that column leaves its remaining columns as spaces.
  return ' '.repeat(Math.max(0, column - width)) + line.slice(start);
}

function indentedBlock(lines: readonly string[], text: string): AnswerBlock | undefined {
  const wanted = text.split('\n');
  const isAt = (at: number): boolean =>
    wanted.every((line, index) => {
      const own = lines[at + index] ?? '';
      return without(own, 4) === line && (line === '' || columns(/^[ \t]*/.exec(own)?.[0] ?? '') >= 4);
    });
  const isThere = text.trim() !== '' && lines.some((_line, at) => at + wanted.length <= lines.length && isAt(at));
  return isThere ? { language: '', text } : undefined;
}
