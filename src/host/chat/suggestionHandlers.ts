import type { HostMessage } from '../../protocol/chat.ts';
import type { SuggestionMessage, SuggestionTrigger, SuggestionView } from '../../protocol/suggestionMessages.ts';
import type { HandlersOf } from './pageHandlers.ts';

/** What can be meant by a sign that is typed. */
export interface SuggestionSource {
  /** The best of what fits, few enough for a list. */
  readonly find: (query: string) => Promise<readonly SuggestionView[]>;
  /** Does what is to be done when one was chosen. It may come from anywhere: what is not known does nothing. */
  readonly take: (suggestionId: string) => Promise<void>;
}

export type SuggestionSources = { readonly [Trigger in SuggestionTrigger]?: SuggestionSource };

/** Says what could be meant by a sign and what follows it. */
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
        // Also where nothing could be found out: an Enter may wait for it.
        post({ type: 'suggestions', trigger, query, items });
      }
    },
    takeSuggestion: async ({ trigger, suggestionId }) => {
      if (trigger === '@' || trigger === '/') await sources[trigger]?.take(suggestionId);
    },
  };
}
