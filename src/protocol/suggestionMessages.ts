import type { MessageFields } from './messageFields.ts';

/** Character that starts suggestions: `@` attaches something to the question, `/` begins a prompt. */
export type SuggestionTrigger = '@' | '/';

/** A suggestion. */
export interface SuggestionView {
  readonly id: string;
  readonly label: string;
  /** Distinguishes suggestions with equal labels, for example the folder of a file; may be empty. */
  readonly description: string;
  readonly icon: 'code' | 'file' | 'folder' | 'symbol' | 'problem' | 'terminal' | 'changes' | 'prompt';
  /** Text inserted into the question when it is accepted, if any. */
  readonly insert?: string;
}

/** Actions of the user on suggestions. */
export type SuggestionMessage =
  | { readonly type: 'suggest'; readonly trigger: string; readonly query: string }
  | { readonly type: 'takeSuggestion'; readonly trigger: string; readonly suggestionId: string };

export const SUGGESTION_MESSAGE_FIELDS: MessageFields<SuggestionMessage> = {
  suggest: ['trigger', 'query'],
  takeSuggestion: ['trigger', 'suggestionId'],
};
