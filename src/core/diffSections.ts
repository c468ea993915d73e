/** The output of `git diff` for one file, with unescaped file names. */
export interface DiffSection {
  readonly before: string;
  readonly now: string;
  readonly printed: string;
}

/**
 * Splits a printed diff by file; empty for anything else, such as an error message. Accepts Git's format and that of
 * `diff -u`.
 */
export function diffSections(printed: string): DiffSection[] {
  const starts = /^diff --git /m.test(printed) ? /^(?=diff --(?:git|cc|combined) )/m : /^(?=--- .*\n\+\+\+ .*\n@@ )/m;
  return printed.split(starts).flatMap(section => {
    const names = namesOf(section);
    return names === undefined ? [] : [{ ...names, printed: section }];
  });
}

/** A content change, or a change without content: of a name, a mode or a binary file. */
const CHANGE =
  /^(?:@@ -\d+(?:,\d+)? \+\d+(?:,\d+)? @@|rename to |(?:old|new|deleted file|new file) mode \d|Binary files |GIT binary patch)/m;

function namesOf(section: string): Omit<DiffSection, 'printed'> | undefined {
  if (!CHANGE.test(section)) return undefined;
  const [head = ''] = section.split(/^@@/m, 1);
  const named = (mark: string): string | undefined => new RegExp(`^${mark} (.+)$`, 'm').exec(head)?.[1];
  const [from, to] = [named('rename from'), named('rename to')];
  if (from !== undefined && to !== undefined) return { before: unquoted(from), now: unquoted(to) };
  const [before, now] = [named('---'), named(String.raw`\+\+\+`)].map(name => name && withoutPrefix(name));
  if (before && now) return { before: before === NOTHING ? now : before, now: now === NOTHING ? before : now };
  const both = /^diff --git (.+)$/m.exec(head)?.[1];
  const name = both && nameOfBoth(both);
  return name ? { before: name, now: name } : undefined;
}

/** Replaces the name of a file that does not exist. */
const NOTHING = '/dev/null';

/** A tab follows a name with spaces; in `diff -u`, a timestamp too. */
function withoutPrefix(name: string): string {
  const own = unquoted(name.replace(/\t.*$/, ''));
  return own === NOTHING ? own : own.replace(/^[abciow]\//, '');
}

/** Without other headers, the name appears only twice in one line: `a/x y b/x y`. */
function nameOfBoth(both: string): string {
  const quoted = /^("(?:[^"\\]|\\.)*")/.exec(both)?.[1];
  return withoutPrefix(quoted ?? both.slice(0, (both.length - 1) / 2));
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', a: '\x07', b: '\b', f: '\f', v: '\v' };

/** Decodes Git's escaped form of names that are not ASCII: `"\346\226\207.ts"`. */
function unquoted(name: string): string {
  if (!/^".*"$/.test(name)) return name;
  const bytes = name
    .slice(1, -1)
    .replace(/\\([0-7]{3})|\\(.)|[^\x00-\x7f]+/g, (all, octal?: string, escape?: string) => {
      if (octal !== undefined) return String.fromCharCode(Number.parseInt(octal, 8));
      // The whole name is decoded from bytes below, so unescaped characters must become bytes too.
      return escape === undefined ? Buffer.from(all).toString('latin1') : (ESCAPES[escape] ?? escape);
    });
  return Buffer.from(bytes, 'latin1').toString();
}
