import { seededRandom } from '../../../support/seededRandom.ts';

/** A realistic edit: a file, the selected part of it, and the code that replaces it. */
export interface GeneratedEdit {
  readonly name: string;
  readonly before: string;
  readonly start: number;
  readonly end: number;
  /** The code as a model writes it, with LF line endings. */
  readonly code: string;
}

const LINE_ENDS = ['\n', '\r\n', 'mixed'] as const;
const INDENTS = ['', '  ', '\t', '\t\t'] as const;
const WORDS = [
  'const total = 0;',
  '订单 = 查询(编号)',
  'print("你好，世界")',
  '// 😀 ok 👨‍👩‍👧',
  'return a + b;',
  '# naïve café',
  'カタカナ = ひらがな',
  'مرحبا = 1',
  '}',
  '{',
  '',
  '   ',
  '```',
  '\ttabbed\tinside',
  'x'.repeat(60),
] as const;
/** Selections of several lines are more frequent, because only these result in several hunks. */
const PLACES = [
  'first line',
  'last line',
  'nothing',
  'part of a line',
  'whole file',
  'whole file',
  'inner lines',
  'inner lines',
  'inner lines',
] as const;

/** Returns the same edits in every run. */
export function generatedEdits(count: number): readonly GeneratedEdit[] {
  const random = seededRandom(10);
  const below = (limit: number): number => Math.floor(random() * limit);
  const oneOf = <T>(list: readonly T[]): T => list[below(list.length)] as T;
  return Array.from({ length: count }, (_, index): GeneratedEdit => {
    const kind = LINE_ENDS[index % LINE_ENDS.length] ?? '\n';
    const place = oneOf(PLACES);
    const end = (): string => (kind === 'mixed' ? oneOf(['\n', '\r\n', '\n', '\r']) : kind);
    const indent = oneOf(INDENTS);
    const lines = Array.from({ length: 1 + below(40) }, () => {
      const word = oneOf(WORDS);
      return (word === '' ? '' : indent + word) + end();
    });
    const isEnded = random() < 0.5;
    const before = isEnded ? lines.join('') : lines.join('').replace(/(?:\r\n|\r|\n)$/, '');
    const [from, to] = placeIn(lines, before, place, below);
    const code = rewritten(before.slice(from, to), oneOf, random);
    const name = `${index}: ${place}, ends ${JSON.stringify(kind)}, indent ${JSON.stringify(indent)}`;
    return { name, before, start: from, end: to, code };
  });
}

function placeIn(
  lines: readonly string[],
  before: string,
  place: (typeof PLACES)[number],
  below: (limit: number) => number,
): readonly [number, number] {
  const startOf = (line: number): number => Math.min(before.length, lines.slice(0, line).join('').length);
  const first = below(lines.length);
  const last = first + 1 + below(lines.length - first);
  switch (place) {
    case 'first line':
      return [0, startOf(1)];
    case 'last line':
      return [startOf(lines.length - 1), before.length];
    case 'whole file':
      return [0, before.length];
    case 'inner lines':
      return [startOf(first), startOf(last)];
    case 'nothing':
      return [startOf(first), startOf(first)];
    case 'part of a line': {
      const start = startOf(first);
      const width = startOf(first + 1) - start;
      return [start + Math.min(1, width), startOf(first + 1)];
    }
  }
}

/** Removes, changes and adds some lines, including adjacent ones, and sometimes removes the indentation of all. */
function rewritten(old: string, oneOf: <T>(list: readonly T[]) => T, random: () => number): string {
  const lines = old.replace(/\r\n?/g, '\n').replace(/\n$/, '').split('\n');
  const fresh = lines.flatMap(line => {
    const chance = random();
    if (chance < 0.15) return [];
    if (chance < 0.3) return [`${line} // 改`];
    if (chance < 0.45) return [line, oneOf(WORDS)];
    if (chance < 0.5) return [oneOf(WORDS), line, oneOf(WORDS)];
    return [line];
  });
  const isShifted = random() < 0.2;
  return (isShifted ? fresh.map(line => line.replace(/^\t|^ {2}/, '')) : fresh).join('\n');
}
