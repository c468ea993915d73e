import { withLineFeeds } from './findCode.ts';

/** Returns the white space that all non-empty lines of the code begin with. */
export function commonIndent(code: string): string {
  const indents = withLineFeeds(code)
    .split('\n')
    .filter(line => line.trim() !== '')
    .map(line => /^[ \t]*/.exec(line)?.[0] ?? '');
  return indents.reduce((common, indent) => sharedStart(common, indent), indents[0] ?? '');
}

/** Replaces the common indentation. If the code starts behind existing white space, the first line gets none. */
export function indentTo(code: string, indent: string, isBehindIndent: boolean): string {
  const own = commonIndent(code);
  return withLineFeeds(code)
    .split('\n')
    .map((line, index) => {
      if (line.trim() === '') return line.trim();
      return (index === 0 && isBehindIndent ? '' : indent) + line.slice(own.length);
    })
    .join('\n');
}

/**
 * Adapts code from an answer to the code it replaces: models often drop the common indentation, and never write the
 * final line break. The result has line feeds.
 *
 * @param before the text before the replaced code in its first line.
 */
export function fitCode(code: string, replaced: string, before: string): string {
  const old = withLineFeeds(replaced);
  const isBehindIndent = before !== '' && before.trim() === '';
  const oldIndent = commonIndent(isBehindIndent ? before + old : old);
  const ownIndent = commonIndent(code);
  const lacks = oldIndent !== ownIndent && oldIndent.startsWith(ownIndent);
  const fitted = lacks || isBehindIndent ? indentTo(code, lacks ? oldIndent : ownIndent, isBehindIndent) : code;
  return withLineFeeds(fitted).replace(/\n+$/, '') + (/\n*$/.exec(old)?.[0] ?? '');
}

function sharedStart(one: string, other: string): string {
  let end = 0;
  while (end < one.length && one[end] === other[end]) end++;
  return one.slice(0, end);
}
