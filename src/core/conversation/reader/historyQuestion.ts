import type { Imported } from '../exchange/importConversation.ts';
import type { ImportProblem } from '../exchange/exportedConversation.ts';
import type { MarkdownWords } from '../exchange/turnLine.ts';
import type { Turn } from '../conversation.ts';
import type { ListedConversation, ListQuery } from '../list/listQuery.ts';

/** A request to export a conversation. */
export interface ExportQuery {
  readonly id: string;
  readonly format: 'markdown' | 'json';
  readonly words: MarkdownWords;
  /** Turns that are newer than in the history. */
  readonly newer: readonly Turn[];
}

/** A request to import a file into the history. */
export interface ImportQuery {
  readonly bytes: Uint8Array;
  /** The workspace that the imported conversation will belong to. */
  readonly workspace: string;
  /** URIs of the open folders, in which the attached files are looked for. */
  readonly folders: readonly string[];
  readonly nowMs: number;
}

/** A request to the worker, concerning the history file at `path`. */
export type HistoryQuestion = { readonly number: number; readonly path: string } & (
  | { readonly kind: 'find'; readonly query: ListQuery }
  | { readonly kind: 'export'; readonly query: ExportQuery }
  | { readonly kind: 'import'; readonly query: ImportQuery }
);

/** An exported file. */
export interface Exported {
  readonly title: string;
  readonly bytes: Uint8Array;
}

/** The worker's response. Errors are sent as messages, because their class does not survive structured cloning. */
export type HistoryAnswer = { readonly number: number } & (
  | { readonly kind: 'failure'; readonly message: string }
  /** `undefined` if a newer search cancelled this one. */
  | { readonly kind: 'find'; readonly found: readonly ListedConversation[] | undefined }
  /** `undefined` if there is no such conversation. */
  | { readonly kind: 'export'; readonly exported: Exported | undefined }
  | { readonly kind: 'import'; readonly imported: Imported | ImportProblem }
);
