import type { FileChange } from './fileChange.ts';

/** Names of lock files and of the output of compilers, bundlers and test runners. */
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

/** Marker that generators write at the top of a file. */
const MARK = /^[+ ].{0,20}(?:@generated\b|code generated .{0,80}do not edit)/im;

/** Lines of this length are not written by hand. */
const LONG_LINE = /^[+-].{1000}/m;

/** Returns true for a generated file, whose diff says less than the fact that it changed. */
export function isGenerated({ path, diff }: Pick<FileChange, 'path' | 'diff'>): boolean {
  return NAMES.some(form => form.test(path)) || MARK.test(diff) || LONG_LINE.test(diff);
}
