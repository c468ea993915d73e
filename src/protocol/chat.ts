/**
 * The contract between the extension host and the chat page. The host owns the truth: the page shows what it was told
 * and says what a person did. One-way messages in two directions; after `ready` the page gets one snapshot, then changes.
 * All texts in it are for people, in their language, and already formatted.
 */
import type { ChatView } from './chatView.ts';
import { CODE_MESSAGE_FIELDS, type CodeMessage, type CodeRun } from './codeMessages.ts';
import { CONTEXT_MESSAGE_FIELDS, type ContextMessage } from './contextMessages.ts';
import type { MessageFields } from './messageFields.ts';
import { QUESTION_MESSAGE_FIELDS, type QuestionMessage } from './questionMessages.ts';
import { READING_MESSAGE_FIELDS, type ReadingMessage } from './readingMessages.ts';
import { SETUP_MESSAGE_FIELDS, type SetupMessage } from './setupMessages.ts';
import {
  SUGGESTION_MESSAGE_FIELDS,
  type SuggestionMessage,
  type SuggestionTrigger,
  type SuggestionView,
} from './suggestionMessages.ts';
import type { TurnView } from './turnView.ts';
import type { TurnWindow } from './turnWindow.ts';

/** From the host to the page. */
export type HostMessage =
  /** `texts` translates the page's own texts from English; empty in English. */
  | { readonly type: 'snapshot'; readonly view: ChatView; readonly texts: Readonly<Record<string, string>> }
  /** A new turn at the end, or another state of a turn that is there. `total`: so many there are in the conversation now. */
  | { readonly type: 'turn'; readonly turn: TurnView; readonly total: number }
  /** More of the answer of a turn that is there. */
  | { readonly type: 'delta'; readonly turnId: string; readonly reasoning: string; readonly text: string }
  /**
   * More turns, for a page that asked for them: those before or after the turn `nextTo`, or another part of the
   * conversation altogether, which is shown from its beginning (`first`) or at its end (`latest`).
   */
  | {
      readonly type: 'turns';
      readonly side: 'earlier' | 'later' | 'first' | 'latest';
      readonly nextTo: string;
      readonly window: TurnWindow;
    }
  /** Replaces parts of the view other than its turns. */
  | { readonly type: 'changed'; readonly change: Partial<Omit<ChatView, keyof TurnWindow>> }
  /** What could be meant by what was typed. An answer to an older query is passed over. */
  | {
      readonly type: 'suggestions';
      readonly trigger: SuggestionTrigger;
      readonly query: string;
      readonly items: readonly SuggestionView[];
    }
  /** The colours of code that the page asked for; together they cover all of it. `null`: it stays plain. */
  | { readonly type: 'highlighted'; readonly key: string; readonly runs: readonly CodeRun[] | null }
  /** Puts the cursor into the composer. */
  | { readonly type: 'focusComposer' }
  /** A question was asked here: what comes of it is to be seen, wherever the person was reading. */
  | { readonly type: 'showLatest' }
  /** The place of the last snapshot is what somebody looks for: it is to be seen, wherever they were reading. */
  | { readonly type: 'showPlace' }
  | { readonly type: 'showShortcuts' }
  /** The page has to answer `alive`, or it is taken for dead. */
  | { readonly type: 'ping' };

/** From the page to the host. What arrives is checked: the page shows text that a model wrote. */
export type PageMessage =
  QuestionMessage | ContextMessage | SuggestionMessage | CodeMessage | SetupMessage | ReadingMessage;

const FIELDS: MessageFields<PageMessage> = {
  ...QUESTION_MESSAGE_FIELDS,
  ...CONTEXT_MESSAGE_FIELDS,
  ...SUGGESTION_MESSAGE_FIELDS,
  ...CODE_MESSAGE_FIELDS,
  ...SETUP_MESSAGE_FIELDS,
  ...READING_MESSAGE_FIELDS,
};

/** No text a page sends is longer, in UTF-16 units. */
const MAX_TEXT_LENGTH = 4_000_000;

/** The message, if `value` is exactly one that a page may send; else `undefined`. */
export function parsePageMessage(value: unknown): PageMessage | undefined {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, 'type')) return undefined;
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
