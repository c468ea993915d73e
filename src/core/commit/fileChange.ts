import { fileDiff } from '../fileDiff.ts';

/** What happened to one file. */
export interface FileChange {
  readonly path: string;
  /** Its path before, which is the same unless it was renamed. */
  readonly before: string;
  readonly kind: 'added' | 'deleted' | 'modified' | 'renamed';
  /** `none`: only its name or its rights changed. `unread`: nothing is known of what changed in it. */
  readonly content: 'text' | 'binary' | 'none' | 'unread';
  /** The changed lines, as Git prints them, below the file's names; empty where there are none to be read. */
  readonly diff: string;
  /** Lines. */
  readonly added: number;
  readonly removed: number;
}

/** What is known of a file before its changes were read. */
export type KnownChange = Pick<FileChange, 'path' | 'before' | 'kind'>;

/** What `git diff` printed about one file. Something else, such as an error, is no change that was read. */
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

/** A file of which nothing can be read, or shall be. */
export function unreadChange(known: KnownChange, content: 'binary' | 'unread'): FileChange {
  return { ...known, content, diff: '', added: 0, removed: 0 };
}

function kindIn(head: string, isRenamed: boolean): FileChange['kind'] | undefined {
  if (/^deleted file mode/m.test(head)) return 'deleted';
  if (/^new file mode/m.test(head)) return 'added';
  return isRenamed ? 'renamed' : undefined;
}

/** In hunks a line begins with nothing but a mark. */
function count(hunks: string, mark: '+' | '-'): number {
  return hunks.split('\n').filter(line => line.startsWith(mark)).length;
}
