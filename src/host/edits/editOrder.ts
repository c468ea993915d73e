import type * as vscode from 'vscode';
import type { Attachment } from '../../core/conversation/conversation.ts';
import type { Feature } from '../../core/feature.ts';

/** A change that a model is asked for, and that a person looks at before it is made. */
export interface EditOrder {
  readonly feature: Feature;
  /** What is being done, as the title of its progress. */
  readonly title: string;
  readonly target: EditTarget;
  /** What the person typed themselves, a part of `prompt`; empty where that was nothing. */
  readonly typed: string;
  /** What is asked for. Its answer holds one block of code, for the place of the target. */
  readonly prompt: string;
  readonly attachments: readonly Attachment[];
  /** Gives the code of the answer the form in which it is put into the file. */
  readonly shape?: (code: string) => string;
  /** What the person has to know of a change, said when they look at it; by the text of the file without and with it. */
  readonly warning?: (before: string, after: string) => string | undefined;
}

/** A part of a document as it was when it was picked. */
export interface PickedPlace {
  readonly document: vscode.TextDocument;
  /** What the code of the answer replaces; where it is empty, the code is put there. */
  readonly range: vscode.Range;
  /** What stood there. */
  readonly code: string;
  /** The version of the document then. */
  readonly version: number;
}

/** What an edit changes. */
export type EditTarget =
  | PickedPlace
  /** A file that is made when the change is accepted. It must not be there. */
  | { readonly newFile: vscode.Uri };

/**
 * Asks for the change, shows it while it is written, and lets the person accept or reject it, all of it or place by place.
 * Resolves when it is shown whole, or when there is nothing to show, which the person has been told.
 */
export type RunEdit = (order: EditOrder) => Promise<void>;
