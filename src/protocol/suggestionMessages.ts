import type { MessageFields } from './messageFields.ts';

/** What may go on after a sign that is typed: `@` puts something beside the question, `/` begins a prompt. */
export type SuggestionTrigger = '@' | '/';

/** One of the things that could be meant. */
export interface SuggestionView {
  readonly id: string;
  readonly label: string;
  /** What tells it from others of that name, for example the folder of a file; may be empty. */
  readonly description: string;
  readonly icon: 'code' | 'file' | 'folder' | 'symbol' | 'problem' | 'terminal' | 'changes' | 'prompt';
  /** What stands in the question when it is taken; missing where nothing does. */
  readonly insert?: string;
}

/** What a person means by a sign and what follows it. */
export type SuggestionMessage =
  | { readonly type: 'suggest'; readonly trigger: string; readonly query: string }
  | { readonly type: 'takeSuggestion'; readonly trigger: string; readonly suggestionId: string };

export const SUGGESTION_MESSAGE_FIELDS: MessageFields<SuggestionMessage> = {
  suggest: ['trigger', 'query'],
  takeSuggestion: ['trigger', 'suggestionId'],
};
