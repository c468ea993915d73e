/**
 * Returns the changes of one file in the format of `git diff`, with unescaped names; Git escapes names that are not
 * ASCII. `undefined` if there is no readable change: the file is binary, or only its mode changed.
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

/** Returns an untracked file as Git would print it: every line added. */
export function printedNewFile(text: string): string {
  const lines = text.replace(/\n$/, '').split('\n');
  return `new file mode 100644\n@@ -0,0 +1,${lines.length} @@\n${lines.map(line => `+${line}\n`).join('')}`;
}

function oneLine(name: string): string {
  return name.replace(/\p{Cc}/gu, ' ');
}
