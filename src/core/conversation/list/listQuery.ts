/** A query of the conversation list. */
export interface ListQuery {
  /** Restricts the result to this workspace; default: all. */
  readonly workspace?: string;
  /** Literal text to search for in titles, questions, answers and attachment paths; empty for all conversations. */
  readonly text: string;
  /** Maximum number of results. */
  readonly limit: number;
}

/** A conversation in the list. */
export interface ListedConversation {
  readonly id: string;
  readonly title: string;
  /** As passed to the store; empty if unknown. */
  readonly workspace: string;
  /** Time of the last question. */
  readonly changedAtMs: number;
  /** Number of questions on all branches. */
  readonly questions: number;
  readonly isPinned: boolean;
  /** The latest matching turn; missing if the title matches. */
  readonly hit?: { readonly turnId: string; readonly snippet: string };
}
