import * as vscode from 'vscode';
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

/** A comment without a word, which VS Code does not list. */
const NO_WORDS: vscode.Comment = { body: '', mode: vscode.CommentMode.Preview, author: { name: '' } };

/** A place of an edit, and which change stands there. */
interface Marked {
  readonly edit: ShownEdit;
  readonly hunk: SmallEdit;
}

/**
 * Buttons at each change of an edit that is looked at. VS Code has such for comments on code, whose threads they are; the
 * threads hold no comments, which VS Code would list in a panel that it opens by itself.
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
      this.#writing.set(edit, this.#thread(edit, Math.max(0, line - 1), label));
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
      const thread = this.#thread(edit, ranges[index]?.end.line ?? 0, label);
      thread.contextValue = CHANGE;
      this.#marked.set(thread, { edit, hunk });
      return thread;
    });
    this.#threads.set(edit, threads);
  }

  #thread({ shown }: ShownEdit, line: number, label: string): vscode.CommentThread {
    const thread = this.#controller.createCommentThread(shown, new vscode.Range(line, 0, line, 0), [NO_WORDS]);
    // On a thread that never had any VS Code draws its own button, which hides the thread, as a trash can.
    thread.comments = [];
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
