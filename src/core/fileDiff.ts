/**
 * The changes of one file as `git diff` prints them, under names as people write them: Git's own are escaped bytes where
 * they are not ASCII. `undefined` where nothing can be read: the file is binary, or only its rights changed.
 */
export function fileDiff(before: string, now: string, printed: string): string | undefined {
  const [head = ''] = printed.split(/^@@/m, 1);
  const hunks = printed.slice(head.length);
  const isNew = /^new file mode/m.test(head);
  const isGone = /^deleted file mode/m.test(head);
  const isRenamed = before !== now;
  if (hunks === '' && !isRenamed && !isGone) return undefined;
  if (/^(?:Binary files|GIT binary patch)/m.test(head)) return undefined;
  return [
    `diff --git a/${oneLine(before)} b/${oneLine(now)}`,
    ...(isRenamed ? [`rename from ${oneLine(before)}`, `rename to ${oneLine(now)}`] : []),
    ...(isGone && hunks === '' ? ['deleted file'] : []),
    ...(hunks === '' ? [] : [`--- ${isNew ? '/dev/null' : `a/${oneLine(before)}`}`]),
    ...(hunks === '' ? [] : [`+++ ${isGone ? '/dev/null' : `b/${oneLine(now)}`}`]),
    hunks.replace(/\n?$/, '\n'),
  ].join('\n');
}

/** A file that Git does not know yet, as it would print it: changes from nothing. */
export function printedNewFile(text: string): string {
  const lines = text.replace(/\n$/, '').split('\n');
  return `new file mode 100644\n@@ -0,0 +1,${lines.length} @@\n${lines.map(line => `+${line}\n`).join('')}`;
}

function oneLine(name: string): string {
  return name.replace(/\p{Cc}/gu, ' ');
}
