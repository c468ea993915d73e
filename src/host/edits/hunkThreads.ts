import * as vscode from 'vscode';
import { lineCounts } from '../../core/code/edit/hunks.ts';
import type { SmallEdit } from '../../core/code/smallestEdit.ts';
import { positionIn } from '../../core/code/textLines.ts';
import { COMMENTS } from '../ids.ts';
import { rangesInProposed } from './hunkAtCursor.ts';
import type { ShownEdit } from './shownEdit.ts';
import type { ShownEdits } from './shownEdits.ts';

/** `contextValue` by which menus recognize threads of hunks. */
const CHANGE = 'change';

/** VS Code renders threads slowly. Further hunks get their threads as earlier ones are decided. */
const MOST_THREADS = 30;

/** A hunk and its edit. */
interface Marked {
  readonly edit: ShownEdit;
  readonly hunk: SmallEdit;
}

/**
 * Shows buttons at each hunk of an edit under review, using VS Code's comment threads. A thread without a comment would
 * get a trash can as its collapse button, and a comment with a body would appear in the Comments panel, which VS Code
 * opens by itself. So each thread has one comment with an author name and no body.
 */
export class HunkThreads {
  readonly #controller = vscode.comments.createCommentController(COMMENTS.edit, vscode.l10n.t('Edits by Wenxin'));
  readonly #edits: ShownEdits;
  /** The thread that shows that an edit is being written. */
  readonly #writing = new Map<ShownEdit, vscode.CommentThread>();
  readonly #threads = new Map<ShownEdit, vscode.CommentThread[]>();
  readonly #marked = new WeakMap<object, Marked>();
  readonly #listening: vscode.Disposable;

  constructor(edits: ShownEdits) {
    this.#edits = edits;
    this.#listening = vscode.Disposable.from(
      edits.onTell(edit => void this.#draw(edit)),
      edits.onEnd(edit => this.#clear(edit)),
    );
  }

  dispose(): void {
    this.#listening.dispose();
    this.#controller.dispose();
  }

  /** Returns the hunk whose buttons were clicked, from the command's argument. */
  marked(place: unknown): Marked | undefined {
    return typeof place === 'object' && place !== null ? this.#marked.get(place) : undefined;
  }

  /** Returns whether the command's argument is a thread that no longer exists. */
  isGone(place: unknown): boolean {
    return typeof place === 'object' && place !== null && !(place instanceof vscode.Uri) && !this.#marked.has(place);
  }

  async #draw(edit: ShownEdit): Promise<void> {
    const { proposed } = edit;
    if (proposed === undefined && this.#writing.has(edit)) return;
    this.#clear(edit);
    if (proposed === undefined) {
      const { line } = positionIn(edit.target.before, edit.target.start);
      const label = vscode.l10n.t('Wenxin is writing this edit...');
      const note = vscode.l10n.t('Nothing changes until you accept it.');
      this.#writing.set(edit, this.#thread(edit, Math.max(0, line - 1), label, note));
      return;
    }
    // VS Code would move a thread along with the old text if it were created before the new text is shown.
    if (!(await this.#edits.whenShown(edit)) || edit.proposed !== proposed) return;
    this.#clear(edit);
    const { length } = proposed.hunks;
    const ranges = rangesInProposed(proposed);
    const threads = proposed.hunks.slice(0, MOST_THREADS).map((hunk, index) => {
      const facts = { number: String(index + 1), count: String(length) };
      const label = vscode.l10n.t('Change {number} of {count}', facts);
      const lines = lineCounts(proposed, hunk);
      const note = vscode.l10n.t('Line count: {before} → {after}', {
        before: String(lines.before),
        after: String(lines.after),
      });
      const thread = this.#thread(edit, ranges[index]?.end.line ?? 0, label, note);
      thread.contextValue = CHANGE;
      this.#marked.set(thread, { edit, hunk });
      return thread;
    });
    this.#threads.set(edit, threads);
  }

  #thread({ shown }: ShownEdit, line: number, label: string, note: string): vscode.CommentThread {
    const comment = { body: '', mode: vscode.CommentMode.Preview, author: { name: note } };
    const thread = this.#controller.createCommentThread(shown, new vscode.Range(line, 0, line, 0), [comment]);
    thread.canReply = false;
    thread.collapsibleState = vscode.CommentThreadCollapsibleState.Expanded;
    thread.label = label;
    return thread;
  }

  #clear(edit: ShownEdit): void {
    this.#writing.get(edit)?.dispose();
    this.#writing.delete(edit);
    for (const thread of this.#threads.get(edit) ?? []) thread.dispose();
    this.#threads.delete(edit);
  }
}
