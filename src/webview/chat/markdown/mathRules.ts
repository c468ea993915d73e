import type { MarkdownIt, StateBlock, StateInline } from 'markdown-it';
import { looksLikeMath } from './looksLikeMath.ts';

/** Opening and closing delimiters of formulas. */
const DISPLAY_MARKS = [
  ['$$', '$$'],
  ['\\[', '\\]'],
] as const;

/** Longer than any real formula, in UTF-16 units. */
const MAX_LENGTH = 5000;

/** Blocks that a formula on its own lines interrupts. */
const INTERRUPTED = ['paragraph', 'reference', 'blockquote', 'list'];

/** How the first line of a multi-line formula must begin, so that prose after a delimiter is not taken for one. */
const BEGINS_FORMULA = /^\s*$|[\\^_={}]/;

/**
 * Adds formulas as tokens: `math_inline` for `$…$` and `\(…\)`, `math_display` for `$$…$$` and `\[…\]` in running text,
 * and `math_block` for those on their own lines. `content` is the formula, `markup` the opening delimiter. An unclosed
 * block that may still be closed has `info` set to `open`.
 */
export function mathRules(markdown: MarkdownIt): void {
  // Before the rule that treats `\(` as an escaped parenthesis.
  markdown.inline.ruler.before('escape', 'math', inlineRule);
  markdown.block.ruler.before('fence', 'math', blockRule, { alt: INTERRUPTED });
}

function inlineRule(state: StateInline, silent: boolean): boolean {
  const { src, pos } = state;
  const found = displayAt(src, pos) ?? bracketsAt(src, pos) ?? dollarsAt(src, pos);
  if (found === undefined) return false;
  if (!silent) {
    const token = state.push(found.type, 'math', 0);
    token.content = found.tex;
    token.markup = found.mark;
  }
  state.pos = found.end;
  return true;
}

interface Found {
  readonly type: 'math_inline' | 'math_display';
  readonly mark: string;
  readonly tex: string;
  readonly end: number;
}

function displayAt(src: string, pos: number): Found | undefined {
  for (const [open, close] of DISPLAY_MARKS) {
    if (!src.startsWith(open, pos)) continue;
    const end = src.indexOf(close, pos + open.length);
    const tex = src.slice(pos + open.length, end);
    // `\[a\](b)` is an escaped link, not a formula.
    if (end < 0 || tex.trim() === '' || tex.length > MAX_LENGTH || src.startsWith('](', end + 1)) return undefined;
    return { type: 'math_display', mark: open, tex: tex.trim(), end: end + close.length };
  }
  return undefined;
}

function bracketsAt(src: string, pos: number): Found | undefined {
  if (!src.startsWith('\\(', pos)) return undefined;
  const end = src.indexOf('\\)', pos + 2);
  const tex = src.slice(pos + 2, end);
  if (end < 0 || tex.trim() === '' || tex.length > MAX_LENGTH) return undefined;
  return { type: 'math_inline', mark: '\\(', tex: tex.trim(), end: end + 2 };
}

/** Accepts only what is almost certainly a formula, since prices and shell variables have dollar signs too. */
function dollarsAt(src: string, pos: number): Found | undefined {
  if (src[pos] !== '$' || /[\w$\\]/.test(src[pos - 1] ?? '') || /[\s$]/.test(src[pos + 1] ?? ' ')) return undefined;
  const end = closingDollar(src, pos + 1);
  if (end === undefined) return undefined;
  const tex = src.slice(pos + 1, end);
  return looksLikeMath(tex) ? { type: 'math_inline', mark: '$', tex, end: end + 1 } : undefined;
}

function closingDollar(src: string, from: number): number | undefined {
  const end = src.slice(from, from + MAX_LENGTH).search(/(?<!\\)\$|\n/) + from;
  if (src[end] !== '$' || end === from) return undefined;
  // `$(a).on($.b)` is code outside of a code span.
  return /[\s(]/.test(src[end - 1] ?? ' ') || /[\w$]/.test(src[end + 1] ?? '') ? undefined : end;
}

function blockRule(state: StateBlock, startLine: number, endLine: number, silent: boolean): boolean {
  if ((state.sCount[startLine] ?? 0) - state.blkIndent >= 4) return false;
  const lineText = (line: number): string =>
    state.src.slice((state.bMarks[line] ?? 0) + (state.tShift[line] ?? 0), state.eMarks[line]);
  const first = lineText(startLine).trimEnd();
  const marks = DISPLAY_MARKS.find(([open]) => first.startsWith(open));
  if (marks === undefined) return false;
  const [open, close] = marks;
  const found = blockEnd(first.slice(open.length), close, startLine, endLine, state, lineText);
  if (found === undefined) return false;
  if (silent) return true;
  const token = state.push('math_block', 'math', 0);
  token.block = true;
  token.content = found.lines.join('\n').trim();
  token.markup = open;
  token.info = found.isOpen ? 'open' : '';
  token.map = [startLine, found.next];
  state.line = found.next;
  return true;
}

interface FoundBlock {
  readonly lines: readonly string[];
  /** The first line after the formula. */
  readonly next: number;
  readonly isOpen: boolean;
}

/** Formulas contain no empty lines, so an unclosed one is rejected at the first empty line. */
function blockEnd(
  rest: string,
  close: string,
  startLine: number,
  endLine: number,
  state: StateBlock,
  lineText: (line: number) => string,
): FoundBlock | undefined {
  if (rest.includes(close)) {
    const tex = beforeClose(rest, close);
    return tex === undefined || tex.trim() === '' ? undefined : { lines: [tex], next: startLine + 1, isOpen: false };
  }
  if (!BEGINS_FORMULA.test(rest)) return undefined;
  const lines = [rest];
  let line = startLine + 1;
  for (; line < endLine && !state.isEmpty(line) && (state.sCount[line] ?? 0) >= state.blkIndent; line++) {
    const text = lineText(line).trimEnd();
    if (text.includes(close)) {
      const last = beforeClose(text, close);
      return last === undefined ? undefined : { lines: [...lines, last], next: line + 1, isOpen: false };
    }
    lines.push(text);
  }
  // Only at the end of the source can more text follow.
  return line >= endLine ? { lines, next: line, isOpen: true } : undefined;
}

/** Returns the text before the first closing delimiter in a line; `undefined` if other text follows it. */
function beforeClose(line: string, close: string): string | undefined {
  const end = line.indexOf(close);
  return line.slice(end + close.length).trim() === '' ? line.slice(0, end) : undefined;
}
