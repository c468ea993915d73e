import { testLanguageOf } from './testLanguage.ts';

/** Where to insert new tests in an existing file. */
export interface TestInsertion {
  /** Line to insert before, from 0; after the last line for the end of the file. */
  readonly line: number;
  /** Indentation of the inserted lines. */
  readonly indent: string;
  /** The enclosing construct; missing at the top level of the file. */
  readonly within?: 'class' | 'module';
  /** The file has no test module yet. */
  readonly needsModule?: true;
}

const IN_A_CLASS: ReadonlySet<string> = new Set(['java', 'kotlin', 'csharp', 'php', 'swift']);

/**
 * Determines where to insert new tests: in the test class or module if the language has one, otherwise at the end of
 * the file.
 */
export function testInsertion(path: string, text: string): TestInsertion {
  const lines = text.split(/\r\n|\r|\n/);
  const language = testLanguageOf(path);
  const end = lines.at(-1) === '' ? lines.length - 1 : lines.length;
  const atEnd: TestInsertion = { line: end, indent: '' };
  if (language === 'rust') return inModule(lines) ?? { ...atEnd, needsModule: true };
  if (IN_A_CLASS.has(language)) return inClass(lines, 'class') ?? atEnd;
  if (language === 'python') return beforeMain(lines) ?? inPythonClass(lines, end) ?? atEnd;
  return atEnd;
}

/**
 * Finds the closing brace of the class. Two braces at the end close a class within a namespace; the indentation
 * distinguishes them.
 */
function inClass(lines: readonly string[], within: 'class' | 'module'): TestInsertion | undefined {
  const closing = lines.flatMap((line, index) => (/^\s*\}\s*$/.test(line) ? [index] : []));
  const last = closing.at(-1);
  if (last === undefined) return undefined;
  const head = lines.findIndex(line => /\bclass\s+\w+/.test(line));
  const own = indentOf(lines[head] ?? '');
  const line = closing.findLast(index => indentOf(lines[index] ?? '') === own) ?? last;
  return { line, indent: innerIndent(lines.slice(Math.max(head, 0), line), own), within };
}

function inModule(lines: readonly string[]): TestInsertion | undefined {
  const head = lines.findIndex(line => /^\s*(?:pub\s+)?mod\s+tests?\s*\{\s*$/.test(line));
  if (head < 0) return undefined;
  const own = indentOf(lines[head] ?? '');
  const line = lines.findIndex((each, index) => index > head && each.trimEnd() === `${own}}`);
  return line < 0 ? undefined : { line, indent: innerIndent(lines.slice(head, line), own), within: 'module' };
}

/** The code that runs the tests is at the end. */
function beforeMain(lines: readonly string[]): TestInsertion | undefined {
  const main = lines.findLastIndex(each => /^if __name__ ==/.test(each));
  if (main < 0) return undefined;
  const line = lines.findLastIndex((each, index) => index < main && each.trim() !== '') + 1;
  return inPythonClass(lines.slice(0, main), line) ?? { line, indent: '' };
}

/** Tests are added to the class only if the file ends with it. */
function inPythonClass(lines: readonly string[], end: number): TestInsertion | undefined {
  const last = lines.findLastIndex(line => /^\S/.test(line) && !line.startsWith('#'));
  if (!/^class\s+\w*Test/i.test(lines[last] ?? '')) return undefined;
  return { line: end, indent: innerIndent(lines.slice(last), ''), within: 'class' };
}

function innerIndent(lines: readonly string[], outer: string): string {
  const inner = lines.slice(1).find(line => line.trim() !== '' && indentOf(line).length > outer.length);
  return inner === undefined ? `${outer}    ` : indentOf(inner);
}

function indentOf(line: string): string {
  return /^[ \t]*/.exec(line)?.[0] ?? '';
}
