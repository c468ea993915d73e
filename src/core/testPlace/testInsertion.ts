import { testLanguageOf } from './testLanguage.ts';

/** Where new tests go in a file that is there. */
export interface TestInsertion {
  /** The line that they are put before, counted from 0; behind the last one: at the end. */
  readonly line: number;
  /** White space that they begin with. */
  readonly indent: string;
  /** What stands around them there, in the words of the language; missing at the top level of the file. */
  readonly within?: 'class' | 'module';
  /** The file has no module of tests yet. */
  readonly needsModule?: true;
}

const IN_A_CLASS: ReadonlySet<string> = new Set(['java', 'kotlin', 'csharp', 'php', 'swift']);

/** Where new tests go: in the class or the module of the tests where the language has one, else behind everything. */
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

/** The last line that closes a brace. Two of them at the end close a class within a namespace, which is told by the indentation. */
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

/** What runs the tests stands at the end. */
function beforeMain(lines: readonly string[]): TestInsertion | undefined {
  const main = lines.findLastIndex(each => /^if __name__ ==/.test(each));
  if (main < 0) return undefined;
  const line = lines.findLastIndex((each, index) => index < main && each.trim() !== '') + 1;
  return inPythonClass(lines.slice(0, main), line) ?? { line, indent: '' };
}

/** Tests of a class belong into it, if it is what the file ends with. */
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
