import * as vscode from 'vscode';
import { lineCounts } from '../../core/code/edit/hunks.ts';
import type { SmallEdit } from '../../core/code/smallestEdit.ts';
import { positionIn } from '../../core/code/textLines.ts';
import { COMMENTS } from '../ids.ts';
import { rangesInProposed } from './hunkAtCursor.ts';
import type { ShownEdit } from './shownEdit.ts';
import type { ShownEdits } from './shownEdits.ts';

/** Menus tell the threads of changes by it. */
const CHANGE = 'change';

/** Each is drawn by VS Code, which takes its time. Where there are more, the next ones get theirs as these are decided. */
const MOST_THREADS = 30;

/** A place of an edit, and which change stands there. */
interface Marked {
  readonly edit: ShownEdit;
  readonly hunk: SmallEdit;
}

/**
 * Buttons at each change of an edit that is looked at. VS Code has such for comments on code, whose threads they are. In a
 * thread without a comment VS Code draws its button to collapse it as a trash can. A comment with words would be listed in
 * a panel that VS Code opens by itself: ours has only a name.
 */
export class HunkThreads {
  readonly #controller = vscode.comments.createCommentController(COMMENTS.edit, vscode.l10n.t('Edits by Wenxin'));
  readonly #edits: ShownEdits;
  /** What says at its place that an edit is being written. */
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

  /** The change whose buttons were clicked, by what VS Code says of them. */
  marked(place: unknown): Marked | undefined {
    return typeof place === 'object' && place !== null ? this.#marked.get(place) : undefined;
  }

  /** Buttons were clicked of which VS Code knows nothing more than that they belonged to some thread. */
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
      const note = vscode.l10n.t('Nothing is changed before you accept it.');
      this.#writing.set(edit, this.#thread(edit, Math.max(0, line - 1), label, note));
      return;
    }
    // A thread that is there before its text is moved by VS Code with what stood at its place.
    if (!(await this.#edits.whenShown(edit)) || edit.proposed !== proposed) return;
    this.#clear(edit);
    const { length } = proposed.hunks;
    const ranges = rangesInProposed(proposed);
    const threads = proposed.hunks.slice(0, MOST_THREADS).map((hunk, index) => {
      const facts = { number: String(index + 1), count: String(length) };
      const label = vscode.l10n.t('Change {number} of {count}', facts);
      const lines = lineCounts(proposed, hunk);
      const note = vscode.l10n.t('Lines: {before} → {after}', {
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
