import type * as vscode from 'vscode';
import type { Attachment } from '../../core/conversation/conversation.ts';
import type { Feature } from '../../core/feature.ts';

/** An edit to request from a model, which the user reviews before it is applied. */
export interface EditOrder {
  readonly feature: Feature;
  /** Title of the progress notification. */
  readonly title: string;
  readonly target: EditTarget;
  /** The part of `prompt` that the user typed; empty if none. */
  readonly typed: string;
  /** The instruction. The answer must contain exactly one code block, for the target range. */
  readonly prompt: string;
  readonly attachments: readonly Attachment[];
  /** Transforms the answer's code before it is inserted into the file. */
  readonly shape?: (code: string) => string;
  /** Returns a warning to show with the edit, from the file's text before and after it. */
  readonly warning?: (before: string, after: string) => string | undefined;
}

/** A range of a document, as it was when it was picked. */
export interface PickedPlace {
  readonly document: vscode.TextDocument;
  /** Replaced by the answer's code; an empty range is an insertion point. */
  readonly range: vscode.Range;
  /** The text in the range. */
  readonly code: string;
  /** The document's version at that time. */
  readonly version: number;
}

/** The target of an edit. */
export type EditTarget =
  | PickedPlace
  /** A file created when the edit is accepted. It must not exist yet. */
  | { readonly newFile: vscode.Uri };

/**
 * Requests an edit, shows it while it streams, and lets the user accept or reject it as a whole or hunk by hunk.
 * Resolves when it is shown completely, or when there is nothing to show and the user was told.
 */
export type RunEdit = (order: EditOrder) => Promise<void>;
