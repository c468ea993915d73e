import { fileDiff } from '../fileDiff.ts';

/** The change of one file. */
export interface FileChange {
  readonly path: string;
  /** The old path; differs from `path` only if the file was renamed. */
  readonly before: string;
  readonly kind: 'added' | 'deleted' | 'modified' | 'renamed';
  /** `none`: only its name or mode changed. `unread`: its changes are not known. */
  readonly content: 'text' | 'binary' | 'none' | 'unread';
  /** The hunks as Git prints them, below the file names; empty if there are none. */
  readonly diff: string;
  /** In lines, like `removed`. */
  readonly added: number;
  readonly removed: number;
}

/** What is known of a file before its diff is read. */
export type KnownChange = Pick<FileChange, 'path' | 'before' | 'kind'>;

/** Parses the output of `git diff` for one file. Other output, such as an error, yields an unread change. */
export function fileChange({ path, before, kind }: KnownChange, printed: string): FileChange {
  const [head = ''] = printed.split(/^@@/m, 1);
  const diff = fileDiff(before, path, printed) ?? '';
  const hunks = printed.slice(head.length);
  const known = { path, before, kind: kindIn(head, before !== path) ?? kind, diff: '', added: 0, removed: 0 };
  if (/^(?:Binary files|GIT binary patch)/m.test(head)) return { ...known, content: 'binary' };
  if (hunks === '')
    return {
      ...known,
      content: /^(?:old mode|similarity index|new file|deleted file)/m.test(head) ? 'none' : 'unread',
    };
  return { ...known, content: 'text', diff, added: count(hunks, '+'), removed: count(hunks, '-') };
}

/** Returns the change of a file that cannot or must not be read. */
export function unreadChange(known: KnownChange, content: 'binary' | 'unread'): FileChange {
  return { ...known, content, diff: '', added: 0, removed: 0 };
}

function kindIn(head: string, isRenamed: boolean): FileChange['kind'] | undefined {
  if (/^deleted file mode/m.test(head)) return 'deleted';
  if (/^new file mode/m.test(head)) return 'added';
  return isRenamed ? 'renamed' : undefined;
}

/** Counts the marked lines. Within hunks there are no `+++` or `---` headers to confuse them with. */
function count(hunks: string, mark: '+' | '-'): number {
  return hunks.split('\n').filter(line => line.startsWith(mark)).length;
}
