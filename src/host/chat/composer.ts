import type { Clock } from '../../core/clock.ts';
import type { Attachment } from '../../core/conversation/conversation.ts';
import type { Draft, History } from '../../core/conversation/history.ts';
import type { NewQuestion } from '../../core/conversation/nextTurn.ts';
import { Emitter } from '../../core/emitter.ts';
import { describeError } from '../../core/errors.ts';
import type { Logger } from '../../core/logger.ts';

const EMPTY: Draft = { text: '', attachments: [] };

/** Delay in milliseconds before a draft is saved: the most typing that is lost when the process is killed. */
const SAVE_AFTER_MS = 500;

/**
 * The draft of the next question: typed text and attachments. Saved with its conversation, so that nothing typed is
 * lost.
 */
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

  /** Fires on changes that the page did not make itself. */
  readonly onDidChange = this.#changes.event;

  get draft(): Draft {
    return this.#draft;
  }

  /** The draft as it would be asked now. */
  get question(): NewQuestion {
    const { text, command, ...others } = this.#draft;
    return { feature: 'chat', prompt: text, ...command, question: text, ...others };
  }

  /** Takes over the text typed on the page. Text that the user changed no longer belongs to a command. */
  type(text: string): void {
    if (text !== this.#draft.text) this.#draft = { ...withoutCommand(this.#draft), text };
    this.#isUnsaved = true;
    this.#cancelSave ??= this.#clock.after(SAVE_AFTER_MS, () => void this.flush());
  }

  /**
   * Adds a question that could not be asked now, after any typed text, so that the user can send it later; a command
   * stays attached to it. A question that is already there is not added again.
   */
  add(question: NewQuestion): void {
    const { draft } = this;
    const typed = draft.text.trimEnd();
    const added = question.question.trimEnd();
    const others = question.attachments.filter(each => !draft.attachments.some(own => isSamePart(own, each)));
    const attachments = [...draft.attachments, ...others];
    const command = commandOf(question);
    if (`\n${typed}`.endsWith(`\n${added}`)) {
      this.#replace({ ...draft, text: typed, attachments, ...(typed === added && command && { command }) });
      return;
    }
    const feature = (command ?? draft.command)?.feature;
    const prompt = together([this.question.prompt.trimEnd(), question.prompt], '\n\n');
    const text = together([typed, question.question], '\n');
    const { mostEarlier } = draft;
    this.#replace({
      text,
      attachments,
      ...(feature !== undefined && { command: { feature, prompt } }),
      ...(mostEarlier !== undefined && { mostEarlier }),
    });
  }

  /** Attaches code to the next question, unless the same part of the file is already attached. */
  attach(attachment: Attachment): void {
    const { attachments } = this.#draft;
    if (attachments.some(each => isSamePart(each, attachment))) return;
    this.#replace({ ...this.#draft, attachments: [...attachments, attachment] });
  }

  /** Removes an attachment. A command's prompt may be about just this code, so only the typed text stays. */
  remove(attachmentId: string): void {
    const draft = withoutCommand(this.#draft);
    this.#replace({ ...draft, attachments: draft.attachments.filter(each => each.id !== attachmentId) });
  }

  /** Limits how many earlier questions are sent with the next one; `undefined` uses the setting. */
  sendEarlier(most: number | undefined): void {
    const { mostEarlier: _, ...draft } = this.#draft;
    this.#replace(most === undefined ? draft : { ...draft, mostEarlier: most });
  }

  /** Removes what was asked. What was typed and attached since stays for the next question. */
  asked({ question, attachments }: NewQuestion): void {
    const { draft } = this;
    this.#replace({
      text: draft.text === question ? '' : withoutStart(draft.text, `${question}\n`),
      attachments: draft.attachments.filter(each => !attachments.includes(each)),
    });
  }

  /**
   * Switches to another conversation; has no effect in the same one. The draft moves along, unless that conversation
   * has a draft: then each stays with its own.
   */
  moveTo(conversationId: string): void {
    if (conversationId === this.#conversationId) return;
    const typed = this.#draft;
    const own = this.#history.loadDraft(conversationId);
    const stays = isEmpty(typed) || (own !== undefined && !isEmpty(own));
    if (stays) void this.flush();
    else this.#replace(EMPTY);
    this.#conversationId = conversationId;
    this.#replace(stays ? (own ?? EMPTY) : typed);
  }

  /** Saves unsaved changes only: another window may have saved a newer draft. */
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

function isEmpty({ text, attachments }: Draft): boolean {
  return text.trim() === '' && attachments.length === 0;
}

function withoutStart(text: string, start: string): string {
  return text.startsWith(start) ? text.slice(start.length) : text;
}

function withoutCommand({ command: _, ...draft }: Draft): Draft {
  return draft;
}

/** Returns the command behind a question; typed text is its own prompt and has none. */
function commandOf({ feature, question, prompt }: NewQuestion): Draft['command'] {
  return prompt === question ? undefined : { feature, prompt };
}

function together(parts: readonly string[], gap: string): string {
  return parts.filter(part => part !== '').join(gap);
}

function isSamePart(one: Attachment, other: Attachment): boolean {
  return one.path === other.path && one.startLine === other.startLine && one.text === other.text;
}
