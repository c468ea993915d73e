import type { HostMessage } from '../../protocol/chat.ts';
import type { SuggestionMessage, SuggestionTrigger, SuggestionView } from '../../protocol/suggestionMessages.ts';
import type { HandlersOf } from './pageHandlers.ts';

/** Suggestions for a trigger character. */
export interface SuggestionSource {
  /** Returns the best matches, few enough for a list. */
  readonly find: (query: string) => Promise<readonly SuggestionView[]>;
  /** Applies the chosen suggestion. The id is untrusted: an unknown one does nothing. */
  readonly take: (suggestionId: string) => Promise<void>;
}

export type SuggestionSources = { readonly [Trigger in SuggestionTrigger]?: SuggestionSource };

/** Creates the handlers that answer a trigger character and the text after it with suggestions. */
export function suggestionHandlers(
  sources: SuggestionSources,
  post: (message: HostMessage) => void,
): HandlersOf<SuggestionMessage> {
  return {
    suggest: async ({ trigger, query }) => {
      if (trigger !== '@' && trigger !== '/') return;
      let items: readonly SuggestionView[] = [];
      try {
        items = (await sources[trigger]?.find(query)) ?? [];
      } finally {
        // Also after an error: an Enter on the page may be waiting for it.
        post({ type: 'suggestions', trigger, query, items });
      }
    },
    takeSuggestion: async ({ trigger, suggestionId }) => {
      if (trigger === '@' || trigger === '/') await sources[trigger]?.take(suggestionId);
    },
  };
}
