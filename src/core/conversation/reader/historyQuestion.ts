import type { Imported } from '../exchange/importConversation.ts';
import type { ImportProblem } from '../exchange/exportedConversation.ts';
import type { MarkdownWords } from '../exchange/turnLine.ts';
import type { Turn } from '../conversation.ts';
import type { ListedConversation, ListQuery } from '../list/listQuery.ts';

/** A conversation to be written into a file. */
export interface ExportQuery {
  readonly id: string;
  readonly format: 'markdown' | 'json';
  readonly words: MarkdownWords;
  /** Turns that are newer than the history has them. */
  readonly newer: readonly Turn[];
}

/** A file to be written into the history. */
export interface ImportQuery {
  readonly bytes: Uint8Array;
  /** Which workspace the conversation belongs to from then on. */
  readonly workspace: string;
  readonly nowMs: number;
}

/** What a worker is asked, about the history in the file `path`. */
export type HistoryQuestion = { readonly number: number; readonly path: string } & (
  | { readonly kind: 'find'; readonly query: ListQuery }
  | { readonly kind: 'export'; readonly query: ExportQuery }
  | { readonly kind: 'import'; readonly query: ImportQuery }
);

/** A file of an export. */
export interface Exported {
  readonly title: string;
  readonly bytes: Uint8Array;
}

/** What it answers. Errors of classes would not arrive as such in another thread. */
export type HistoryAnswer = { readonly number: number } & (
  | { readonly kind: 'failure'; readonly message: string }
  /** None when something newer was looked for meanwhile. */
  | { readonly kind: 'find'; readonly found: readonly ListedConversation[] | undefined }
  /** None when there is no such conversation. */
  | { readonly kind: 'export'; readonly exported: Exported | undefined }
  | { readonly kind: 'import'; readonly imported: Imported | ImportProblem }
);
