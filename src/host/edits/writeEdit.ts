import type { Clock } from '../../core/clock.ts';
import { codeSoFar } from '../../core/code/edit/editedCode.ts';
import { textSoFar } from '../../core/code/edit/newText.ts';
import type { Attachment } from '../../core/conversation/conversation.ts';
import { EDIT_SYSTEM } from '../../core/conversation/editPrompts.ts';
import type { EarlierQuestion } from '../asking/oneQuestion.ts';
import { answeredEdit } from './answeredEdit.ts';
import type { EditParts } from './editParts.ts';
import type { ShownEdit } from './shownEdit.ts';
import type { ShownEdits } from './shownEdits.ts';

/** What a model is asked for an edit. */
export interface EditQuestion {
  readonly title: string;
  readonly typed: string;
  readonly prompt: string;
  readonly attachments: readonly Attachment[];
  readonly earlier: readonly EarlierQuestion[];
}

/** More than models give. The person's setting and the model lower it. */
const MOST_OUTPUT_TOKENS = 65_536;

/** Has an edit written, shows it while it grows, and leaves it for the person to decide about; closes it where there is nothing to decide. */
export async function writeEdit(
  { askOnce, edits, clock }: EditParts,
  edit: ShownEdit,
  question: EditQuestion,
): Promise<void> {
  const earlier = edit.proposed;
  edit.proposed = undefined;
  const preview = new Preview(edits, edit, clock);
  const answered = await askOnce(
    { feature: edit.order.feature, system: EDIT_SYSTEM, maxOutputTokens: MOST_OUTPUT_TOKENS, ...question },
    { onText: text => preview.show(text), signal: edit.closing.signal },
  );
  preview.end();
  if (!edits.isOpen(edit)) return;
  const proposed = answered && (await answeredEdit(edit, question, answered));
  if (!edits.isOpen(edit)) return;
  edit.proposed = proposed ?? earlier;
  if (edit.proposed === undefined) return edits.close(edit);
  edits.tell(edit);
}

const SHOW_EVERY_MS = 200;

/** Shows an edit while it is written, some times a second: each time VS Code compares the whole text. */
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
