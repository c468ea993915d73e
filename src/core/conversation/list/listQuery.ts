/** Which conversations are wanted. */
export interface ListQuery {
  /** Only those of this workspace; all where it is missing. */
  readonly workspace?: string;
  /** What is looked for in titles, questions, answers and paths of attachments, as it stands; empty for all. */
  readonly text: string;
  /** At most so many. */
  readonly limit: number;
}

/** A conversation in a list. */
export interface ListedConversation {
  readonly id: string;
  readonly title: string;
  /** As it was given to the store; empty where it is not known. */
  readonly workspace: string;
  /** When the last question was asked. */
  readonly changedAtMs: number;
  /** On all branches. */
  readonly questions: number;
  readonly isPinned: boolean;
  /** The newest place in its text where what is looked for stands; missing where it stands in the title. */
  readonly hit?: { readonly turnId: string; readonly snippet: string };
}
