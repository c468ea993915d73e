import { withLineFeeds } from './findCode.ts';

/** The white space that every line of code that is not empty begins with. */
export function commonIndent(code: string): string {
  const indents = withLineFeeds(code)
    .split('\n')
    .filter(line => line.trim() !== '')
    .map(line => /^[ \t]*/.exec(line)?.[0] ?? '');
  return indents.reduce((common, indent) => sharedStart(common, indent), indents[0] ?? '');
}

/** Code with another indentation; the first line is left without where it stands behind white space already. */
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
 * Code of an answer in the form of the code it shall stand for: models often leave out the indentation of the whole, and
 * never write the last line break. Line endings are line feeds.
 *
 * @param before what stands in the first line before the code that is replaced.
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
