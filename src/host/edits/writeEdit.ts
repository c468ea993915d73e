import * as vscode from 'vscode';
import type { Clock } from '../../core/clock.ts';
import { codeSoFar } from '../../core/code/edit/editedCode.ts';
import type { Proposed } from '../../core/code/edit/hunks.ts';
import { textSoFar } from '../../core/code/edit/newText.ts';
import { EDIT_SYSTEM } from '../../core/conversation/editPrompts.ts';
import type { OneQuestion } from '../asking/oneQuestion.ts';
import { answeredEdit } from './answeredEdit.ts';
import type { EditParts } from './editParts.ts';
import { showNext } from './hunkAtCursor.ts';
import type { ShownEdit } from './shownEdit.ts';
import type { ShownEdits } from './shownEdits.ts';

/** The parts of an edit order that make up the question. */
export type EditQuestion = Pick<OneQuestion, 'feature' | 'title' | 'typed' | 'prompt' | 'attachments' | 'earlier'>;

/** Upper bound above any model's limit; the user's setting and the model lower it. */
const MOST_OUTPUT_TOKENS = 65_536;

/** Returns the question to send, with the system prompt for edits. */
export function editQuestion({ feature, title, typed, prompt, attachments, earlier }: EditQuestion): OneQuestion {
  return {
    feature,
    title,
    system: EDIT_SYSTEM,
    ...(earlier && { earlier }),
    typed,
    prompt,
    attachments,
    maxOutputTokens: MOST_OUTPUT_TOKENS,
  };
}

/** Requests an edit, shows it while it streams, and leaves it open for review; closes it if there is none. */
export async function writeEdit(
  { askOnce, edits, clock }: EditParts,
  edit: ShownEdit,
  asked: EditQuestion,
): Promise<void> {
  const earlier = edit.proposed;
  edit.proposed = undefined;
  edit.written = edit.target.before;
  edits.tell(edit);
  const question = editQuestion(asked);
  const preview = new Preview(edits, edit, clock);
  const { signal } = edit.closing;
  let proposed: Proposed | undefined;
  try {
    const answered = await askOnce(question, { onText: text => preview.show(text), signal });
    preview.end();
    proposed = answered && edits.isOpen(edit) ? await answeredEdit(edit, question, answered) : undefined;
  } finally {
    preview.end();
    if (edits.isOpen(edit)) await show(edits, edit, proposed, earlier);
  }
}

/** Shows the new proposal, or else the one before it. */
async function show(
  edits: ShownEdits,
  edit: ShownEdit,
  proposed: Proposed | undefined,
  earlier: Proposed | undefined,
): Promise<void> {
  if (proposed !== undefined) edit.isDecided = false;
  edit.proposed = proposed ?? earlier;
  if (edit.proposed === undefined) return edits.close(edit);
  edits.tell(edit);
  if (!edits.isSeen(edit)) void tellReady(edits, edit);
  await showNext(edits, edit, 0);
}

/** Notifies instead of revealing the diff, so that the user's focus is not taken from another editor. */
async function tellReady(edits: ShownEdits, edit: ShownEdit): Promise<void> {
  const show = vscode.l10n.t('Show');
  const message = vscode.l10n.t('The edit of “{name}” is written.', { name: edit.name });
  const chosen = await vscode.window.showInformationMessage(message, show);
  if (chosen === show && edits.isOpen(edit)) await edits.show(edit);
}

const SHOW_EVERY_MS = 200;

/** Throttles the preview of a streaming edit, because VS Code diffs the whole text on every update. */
class Preview {
  readonly #edits: ShownEdits;
  readonly #edit: ShownEdit;
  readonly #clock: Clock;
  #answer = '';
  #cancel: (() => void) | undefined;

  constructor(edits: ShownEdits, edit: ShownEdit, clock: Clock) {
    this.#edits = edits;
    this.#edit = edit;
    this.#clock = clock;
  }

  show(answer: string): void {
    this.#answer = answer;
    this.#cancel ??= this.#clock.after(SHOW_EVERY_MS, () => {
      this.#cancel = undefined;
      this.#draw();
    });
  }

  end(): void {
    this.#cancel?.();
  }

  #draw(): void {
    const written = textSoFar(this.#edit.target, codeSoFar(this.#answer));
    if (written === this.#edit.written) return;
    this.#edit.written = written;
    this.#edits.tell(this.#edit);
  }
}
