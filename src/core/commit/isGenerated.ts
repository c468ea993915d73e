import type { FileChange } from './fileChange.ts';

/** What package managers write down, and what compilers, bundlers and test runners make, by its names. */
const NAMES: readonly RegExp[] = [
  /(?:^|\/)(?:npm-shrinkwrap\.json|go\.sum|package\.resolved|gradle\.lockfile|bun\.lockb)$/i,
  /(?:\.lock|[-.]lock\.(?:json|ya?ml))$/i,
  /\.min\.(?:js|mjs|cjs|css)$/i,
  /\.(?:js|mjs|cjs|css)\.map$/i,
  /\.(?:snap|g\.dart|freezed\.dart|pb\.go|pb\.cc|pb\.h|designer\.cs)$/i,
  /_pb2(?:_grpc)?\.pyi?$/i,
  /\.generated\.\w+$/i,
  /(?:^|\/)(?:node_modules|vendor|third_party|dist)\//i,
];

/** By what such programs write on top. */
const MARK = /^[+ ].{0,20}(?:@generated\b|code generated .{0,80}do not edit)/im;

/** Nobody writes such lines. */
const LONG_LINE = /^[+-].{1000}/m;

/** True for a file that a program made: how it changed says less than that it did. */
export function isGenerated({ path, diff }: Pick<FileChange, 'path' | 'diff'>): boolean {
  return NAMES.some(form => form.test(path)) || MARK.test(diff) || LONG_LINE.test(diff);
}
