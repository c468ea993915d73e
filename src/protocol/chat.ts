/**
 * The contract between the extension host and the chat page. The host owns the state: the page shows what it receives
 * and reports what the user does. Messages are one-way in both directions; after `ready`, the page gets one snapshot,
 * then changes. All texts are formatted, in the user's language.
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
  /** A new turn at the end, or the new state of a known turn. `total` is the number of turns in the conversation. */
  | { readonly type: 'turn'; readonly turn: TurnView; readonly total: number }
  /** The continuation of a known turn's answer. */
  | { readonly type: 'delta'; readonly turnId: string; readonly reasoning: string; readonly text: string }
  /**
   * More turns, on request: those before or after the turn `nextTo`, or another part of the conversation, shown from
   * its beginning (`first`) or at its end (`latest`).
   */
  | {
      readonly type: 'turns';
      readonly side: 'earlier' | 'later' | 'first' | 'latest';
      readonly nextTo: string;
      readonly window: TurnWindow;
    }
  /** Replaces parts of the view other than its turns. */
  | { readonly type: 'changed'; readonly change: Partial<Omit<ChatView, keyof TurnWindow>> }
  /** Suggestions for what was typed. Those for an outdated query are ignored. */
  | {
      readonly type: 'suggestions';
      readonly trigger: SuggestionTrigger;
      readonly query: string;
      readonly items: readonly SuggestionView[];
    }
  /** The requested highlighting of code, in runs that cover all of it. `null`: it stays plain. */
  | { readonly type: 'highlighted'; readonly key: string; readonly runs: readonly CodeRun[] | null }
  /** Focuses the composer. */
  | { readonly type: 'focusComposer' }
  /** A question was asked in this window: scrolls to its answer from wherever the user was reading. */
  | { readonly type: 'showLatest' }
  /** The user navigated to the place in the last snapshot: scrolls to it from wherever they were reading. */
  | { readonly type: 'showPlace' }
  | { readonly type: 'showShortcuts' }
  /** The page must answer `alive`, or it is considered dead. */
  | { readonly type: 'ping' };

/** From the page to the host. Messages are validated, because the page shows text that a model wrote. */
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

/** Maximum length of a text from a page, in UTF-16 units: more than any model's context window holds. */
export const MAX_TEXT_LENGTH = 4_000_000;

/** Returns the message if `value` is exactly one that a page may send, otherwise `undefined`. */
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
