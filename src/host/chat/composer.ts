import type { Clock } from '../../core/clock.ts';
import type { Attachment } from '../../core/conversation/conversation.ts';
import type { Draft, History } from '../../core/conversation/history.ts';
import { Emitter } from '../../core/emitter.ts';
import { describeError } from '../../core/errors.ts';
import type { Logger } from '../../core/logger.ts';

const EMPTY: Draft = { text: '', attachments: [] };

/** At most so much typing is lost when the process is killed. */
const SAVE_AFTER_MS = 500;

/** What a person is about to ask: typed text and attachments. Kept with its conversation, so that nothing typed is lost. */
export class Composer {
  readonly #history: History;
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #changes = new Emitter<void>();
  #conversationId: string;
  #draft: Draft;
  #cancelSave: (() => void) | undefined;
  #isUnsaved = false;

  constructor(history: History, clock: Clock, logger: Logger, conversationId: string) {
    this.#history = history;
    this.#clock = clock;
    this.#logger = logger;
    this.#conversationId = conversationId;
    this.#draft = history.loadDraft(conversationId) ?? EMPTY;
  }

  /** Something changed that the page did not do itself. */
  readonly onDidChange = this.#changes.event;

  get draft(): Draft {
    return this.#draft;
  }

  /** The page tells what was typed. */
  type(text: string): void {
    this.#draft = { ...this.#draft, text };
    this.#isUnsaved = true;
    this.#cancelSave ??= this.#clock.after(SAVE_AFTER_MS, () => void this.flush());
  }

  /**
   * Puts a question that could not be asked now where the person can send it later; typed text stays before it. One that
   * is there already is not added again.
   */
  add(question: string, attachments: readonly Attachment[]): void {
    const typed = this.#draft.text.trimEnd();
    const isThere = `\n${typed}`.endsWith(`\n${question.trimEnd()}`);
    const text = isThere ? typed : [typed, question].filter(part => part !== '').join('\n');
    const others = attachments.filter(each => !this.#draft.attachments.some(own => isSamePart(own, each)));
    this.#replace({ text, attachments: [...this.#draft.attachments, ...others] });
  }

  /** Adds code to the next question. The same part of a file is there once. */
  attach(attachment: Attachment): void {
    const { attachments } = this.#draft;
    if (attachments.some(each => isSamePart(each, attachment))) return;
    this.#replace({ ...this.#draft, attachments: [...attachments, attachment] });
  }

  remove(attachmentId: string): void {
    this.#replace({ ...this.#draft, attachments: this.#draft.attachments.filter(each => each.id !== attachmentId) });
  }

  clear(): void {
    this.#replace(EMPTY);
  }

  /** Goes on in another conversation. What was typed belongs to the person and comes along. */
  moveTo(conversationId: string): void {
    const typed = this.#draft;
    this.#replace(EMPTY);
    this.#conversationId = conversationId;
    this.#replace(this.#history.loadDraft(conversationId) ?? typed);
  }

  /** Writes what is not written yet, and nothing else: another window may have written a newer draft. */
  async flush(): Promise<void> {
    this.#cancelSave?.();
    this.#cancelSave = undefined;
    if (!this.#isUnsaved) return;
    this.#isUnsaved = false;
    try {
      await this.#history.saveDraft(this.#conversationId, this.#draft);
    } catch (error) {
      this.#isUnsaved = true;
      this.#logger.error(`The draft could not be saved: ${describeError(error)}`);
    }
  }

  #replace(draft: Draft): void {
    this.#draft = draft;
    this.#isUnsaved = true;
    this.#changes.fire();
    void this.flush();
  }
}

function isSamePart(one: Attachment, other: Attachment): boolean {
  return one.path === other.path && one.startLine === other.startLine && one.text === other.text;
}
