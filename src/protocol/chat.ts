/**
 * The contract between the extension host and the chat page. The host owns the truth: the page shows what it was told
 * and says what a person did. One-way messages in two directions; after `ready` the page gets one snapshot, then changes.
 * All texts in it are for people, in their language, and already formatted.
 */

/** Everything the page shows. */
export interface ChatView {
  readonly turns: readonly TurnView[];
  /** What goes along with the next question. */
  readonly attachments: readonly AttachmentView[];
  /** Text of the composer, kept by the host so that it survives the page. */
  readonly draft: string;
  readonly setup: SetupView;
  /** Model that will answer the next question. */
  readonly model: string;
  /** Why that model may not answer, as far as is known; `null` takes an earlier warning back. */
  readonly modelProblem: string | null;
  readonly sendKey: SendKey;
}

/** Key that sends a question; the other one of Enter and Ctrl/Cmd+Enter makes a new line. */
export type SendKey = 'enter' | 'ctrlEnter';

/** What an empty conversation has to say. */
export interface SetupView {
  readonly hasCredentials: boolean;
  /** Host the key and the questions go to. */
  readonly host: string;
}

/** A piece of code that goes along with a question. */
export interface AttachmentView {
  readonly id: string;
  /** Short, for example `parse.ts:12–40`. */
  readonly label: string;
  /** Longer, for the tooltip and screen readers. */
  readonly description: string;
}

/** One question and what became of it. */
export interface TurnView {
  readonly id: string;
  readonly question: string;
  readonly attachments: readonly AttachmentView[];
  readonly answer: AnswerView;
}

/** An answer, complete or not. */
export interface AnswerView {
  readonly state: 'waiting' | 'streaming' | 'finished' | 'stopped' | 'failed';
  /** Chain of thought, as plain text. */
  readonly reasoning: string;
  /** Markdown. Untrusted: a model wrote it. */
  readonly text: string;
  /** What an answer waits for that has not begun, where that is more than the service. */
  readonly progress?: ProgressView;
  /** What to know about an answer that is not a failure, for example that it was cut by its length. */
  readonly notice?: string;
  readonly failure?: FailureView;
  /** Where an answer came from that the service was not asked for now. */
  readonly cached?: CachedView;
  readonly receipt?: ReceiptView;
}

/** What an answer waits for, and what can be done about that. */
export interface ProgressView {
  /** May hold `{seconds}`, in whose place the page counts down from `remainingMs`. */
  readonly text: string;
  readonly remainingMs?: number;
  readonly actions: readonly ProgressActionView[];
}

/** A button under what an answer waits for. */
export interface ProgressActionView {
  readonly id: string;
  readonly label: string;
}

/** A failure in one sentence, with what can be done about it. */
export interface FailureView {
  /** `warning`: nothing went wrong, the question was held back until the person decides. */
  readonly severity: 'error' | 'warning';
  readonly message: string;
  readonly actions: readonly AnswerActionView[];
}

/** That an answer was not paid for, with what can be done about it. */
export interface CachedView {
  readonly text: string;
  /** What else there is to know, for the tooltip and screen readers. */
  readonly description: string;
  readonly actions: readonly AnswerActionView[];
}

/** A button under an answer or a failure. */
export interface AnswerActionView {
  readonly id: string;
  readonly label: string;
  /** It asks the question again, which has to wait while another answer is being written. */
  readonly asks: boolean;
}

/** What an answer cost. */
export interface ReceiptView {
  readonly model: string;
  /** For example `1,234 + 56 tokens`. */
  readonly tokens: string;
  /** For example `¥0.0123`, `≈¥0.0123`, or that the price is unknown. */
  readonly amount: string;
  /** For example `3.2 s`. */
  readonly duration: string;
  /** All of it as one sentence, for the tooltip and screen readers. */
  readonly description: string;
}

/** From the host to the page. */
export type HostMessage =
  /** `texts` translates the page's own texts from English; empty in English. */
  | { readonly type: 'snapshot'; readonly view: ChatView; readonly texts: Readonly<Record<string, string>> }
  /** A new turn at the end, or another state of a turn that is there. */
  | { readonly type: 'turn'; readonly turn: TurnView }
  /** More of the answer of a turn that is there. */
  | { readonly type: 'delta'; readonly turnId: string; readonly reasoning: string; readonly text: string }
  /** Replaces parts of the view other than its turns. */
  | { readonly type: 'changed'; readonly change: Partial<Omit<ChatView, 'turns'>> }
  /** Puts the cursor into the composer. */
  | { readonly type: 'focusComposer' };

/** From the page to the host. What arrives is checked: the page shows text that a model wrote. */
export type PageMessage =
  | { readonly type: 'ready' }
  | { readonly type: 'ask'; readonly text: string }
  | { readonly type: 'stop' }
  | { readonly type: 'draft'; readonly text: string }
  | { readonly type: 'removeAttachment'; readonly attachmentId: string }
  | { readonly type: 'failureAction'; readonly turnId: string; readonly actionId: string }
  | { readonly type: 'answerAction'; readonly turnId: string; readonly actionId: string }
  | { readonly type: 'progressAction'; readonly turnId: string; readonly actionId: string }
  | { readonly type: 'setCredentials' }
  | { readonly type: 'selectModel' }
  | { readonly type: 'openConsole' }
  | { readonly type: 'askSelection' }
  | { readonly type: 'explainSelection' }
  | { readonly type: 'openWalkthrough' }
  | { readonly type: 'copy'; readonly text: string }
  | { readonly type: 'insert'; readonly text: string }
  | { readonly type: 'openLink'; readonly url: string };

/** The text fields of each message from the page, besides its type. */
const FIELDS: { readonly [Type in PageMessage['type']]: readonly Exclude<FieldOf<Type>, 'type'>[] } = {
  ready: [],
  ask: ['text'],
  stop: [],
  draft: ['text'],
  removeAttachment: ['attachmentId'],
  failureAction: ['turnId', 'actionId'],
  answerAction: ['turnId', 'actionId'],
  progressAction: ['turnId', 'actionId'],
  setCredentials: [],
  selectModel: [],
  openConsole: [],
  askSelection: [],
  explainSelection: [],
  openWalkthrough: [],
  copy: ['text'],
  insert: ['text'],
  openLink: ['url'],
};

type FieldOf<Type> = keyof Extract<PageMessage, { type: Type }>;

/** No text a page sends is longer, in UTF-16 units. */
const MAX_TEXT_LENGTH = 4_000_000;

/** The message, if `value` is exactly one that a page may send; else `undefined`. */
export function parsePageMessage(value: unknown): PageMessage | undefined {
  if (typeof value !== 'object' || value === null || !('type' in value)) return undefined;
  const { type, ...fields } = value as Record<string, unknown>;
  if (typeof type !== 'string' || !Object.hasOwn(FIELDS, type)) return undefined;
  const wanted: readonly string[] = FIELDS[type as PageMessage['type']];
  const names = Object.keys(fields);
  if (names.length !== wanted.length) return undefined;
  for (const name of wanted) {
    const field = fields[name];
    if (typeof field !== 'string' || field.length > MAX_TEXT_LENGTH) return undefined;
  }
  return value as PageMessage;
}
