/** Syntax of comments and strings in a family of languages. */
interface CommentStyle {
  /** Starts of line comments. */
  readonly line: readonly string[];
  /** Starts like a line comment, but is code. */
  readonly noLine?: string;
  readonly block: readonly (readonly [start: string, end: string])[];
  /** String delimiters, longest first. */
  readonly quotes: readonly string[];
  /** The delimiters of multi-line strings. */
  readonly longQuotes: readonly string[];
  /** A string on lines of its own is a comment (docstring). */
  readonly hasDocstrings?: true;
  /** A slash may begin a regular expression. */
  readonly hasPatterns?: true;
  /** Indentation is significant. */
  readonly isIndented?: true;
}

const BRACES: CommentStyle = { line: ['//'], block: [['/*', '*/']], quotes: ['"', "'"], longQuotes: [] };
const SCRIPT: CommentStyle = { ...BRACES, quotes: ['"', "'", '`'], longQuotes: ['`'], hasPatterns: true };
const TRIPLE: CommentStyle = { ...BRACES, quotes: ['"""', '"', "'"], longQuotes: ['"""'] };

/** By VS Code language id. Languages whose strings or comments need more than this to be recognised are left out. */
const STYLES: Readonly<Record<string, CommentStyle>> = {
  javascript: SCRIPT,
  javascriptreact: SCRIPT,
  typescript: SCRIPT,
  typescriptreact: SCRIPT,
  c: BRACES,
  cpp: BRACES,
  java: TRIPLE,
  kotlin: TRIPLE,
  swift: TRIPLE,
  dart: { ...BRACES, quotes: ['"""', "'''", '"', "'"], longQuotes: ['"""', "'''"] },
  go: { ...BRACES, quotes: ['"', "'", '`'], longQuotes: ['`'] },
  // Without single quotes: in Rust they also mark lifetimes.
  rust: { ...BRACES, quotes: ['"'], longQuotes: ['"'] },
  php: { ...BRACES, line: ['//', '#'], noLine: '#[' },
  python: {
    line: ['#'],
    block: [],
    quotes: ['"""', "'''", '"', "'"],
    longQuotes: ['"""', "'''"],
    hasDocstrings: true,
    isIndented: true,
  },
  ruby: { line: ['#'], block: [], quotes: ['"', "'"], longQuotes: ['"', "'"] },
};

/**
 * Returns whether two texts of a language differ only in comments and insignificant white space; `undefined` for a
 * language that is not supported.
 */
export function differOnlyInComments(before: string, after: string, languageId: string): boolean | undefined {
  const style = Object.hasOwn(STYLES, languageId) ? STYLES[languageId] : undefined;
  return style && bare(before, style) === bare(after, style);
}

/** Returns the code without comments, in a form that does not depend on insignificant white space. */
function bare(text: string, style: CommentStyle): string {
  const kept = new Code(text.replace(/\r\n?/g, '\n'), style).read();
  if (style.isIndented !== true) return kept.replace(/\s+/g, '');
  return kept
    .split('\n')
    .map(line => line.trimEnd())
    .filter(line => line !== '')
    .join('\n');
}

/** How many preceding characters are kept to decide what may begin at a position. */
const MOST_TAIL = 100;

/** Scanner that reads a text once, from start to end. */
class Code {
  readonly #text: string;
  readonly #style: CommentStyle;
  #at = 0;
  readonly #kept: string[] = [];
  /** Last characters of what is kept. */
  #tail = '';

  constructor(text: string, style: CommentStyle) {
    this.#text = text;
    this.#style = style;
  }

  /** Returns the text without comments. White space within strings is escaped, so that it counts. */
  read(): string {
    while (this.#at < this.#text.length) {
      if (!(this.#skipComment() || this.#takeString() || this.#takePattern())) this.#keep(this.#text[this.#at++] ?? '');
    }
    return this.#kept.join('');
  }

  #keep(text: string): void {
    this.#kept.push(text);
    this.#tail = (this.#tail + text).slice(-MOST_TAIL);
  }

  #skipComment(): boolean {
    const block = this.#style.block.find(([start]) => this.#isHere(start));
    if (block) {
      this.#at = this.#after(block[1], this.#at + block[0].length);
      this.#keep(' ');
      return true;
    }
    const { line, noLine } = this.#style;
    if (!line.some(start => this.#isHere(start)) || (noLine !== undefined && this.#isHere(noLine))) return false;
    const end = this.#text.indexOf('\n', this.#at);
    this.#at = end < 0 ? this.#text.length : end;
    return true;
  }

  #takeString(): boolean {
    const { quotes, longQuotes, hasDocstrings } = this.#style;
    const quote = quotes.find(each => this.#isHere(each));
    if (quote === undefined) return false;
    const start = this.#at;
    this.#at = this.#endOfString(quote, longQuotes.includes(quote));
    const before = this.#tail.slice(this.#tail.lastIndexOf('\n') + 1);
    const [behind = ''] = this.#text.slice(this.#at, this.#at + 500).split('\n', 1);
    const isAlone = before.trim() === '' && /^[ \t]*(?:#|$)/.test(behind);
    if (hasDocstrings !== true || !isAlone)
      this.#keep(JSON.stringify(this.#text.slice(start, this.#at)).replaceAll(' ', '\\s'));
    return true;
  }

  #endOfString(quote: string, isLong: boolean): number {
    for (let at = this.#at + quote.length; at < this.#text.length; at++) {
      const character = this.#text[at];
      if (character === '\\') at++;
      else if (this.#text.startsWith(quote, at)) return at + quote.length;
      else if (character === '\n' && !isLong) return at;
      else if (quote === '`' && this.#style.hasPatterns === true && this.#text.startsWith('${', at))
        at = this.#endOfHole(at);
    }
    return this.#text.length;
  }

  /** Returns the position of the brace that closes an interpolation of a template; nested templates are not parsed. */
  #endOfHole(start: number): number {
    let depth = 0;
    for (let at = start + 1; at < this.#text.length; at++) {
      if (this.#text[at] === '{') depth++;
      if (this.#text[at] === '}' && --depth === 0) return at;
    }
    return this.#text.length;
  }

  /** Reads a regular expression. After a value, a slash is a division. */
  #takePattern(): boolean {
    if (this.#style.hasPatterns !== true || !this.#isHere('/')) return false;
    if (
      !/(?:^|[(,=:[!&|?{};+\-*%<>~^\n]|\b(?:return|typeof|case|in|of|do|else|void|yield|await))[ \t]*$/.test(this.#tail)
    )
      return false;
    const [pattern] =
      /^\/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\[\n])+\//.exec(this.#text.slice(this.#at, this.#at + 2000)) ?? [];
    if (pattern === undefined) return false;
    this.#keep(JSON.stringify(pattern).replaceAll(' ', '\\s'));
    this.#at += pattern.length;
    return true;
  }

  #isHere(text: string): boolean {
    return this.#text.startsWith(text, this.#at);
  }

  #after(text: string, from: number): number {
    const found = this.#text.indexOf(text, from);
    return found < 0 ? this.#text.length : found + text.length;
  }
}
