import type * as vscode from 'vscode';
import { type Proposed, proposedText } from '../../core/code/edit/hunks.ts';
import type { EditPlace } from '../../core/code/edit/newText.ts';
import type { SecretNotes } from '../../core/conversation/secrets/secretNotes.ts';
import type { EarlierQuestion } from '../asking/oneQuestion.ts';
import type { Made } from '../editing/makeChange.ts';
import type { EditOrder } from './editOrder.ts';

/** An edit that is looked at. */
export class ShownEdit {
  readonly order: EditOrder;
  /** The file that it changes, or makes. */
  readonly file: vscode.Uri;
  readonly name: string;
  /** Where the file really was; its address where it is new. */
  readonly place: string;
  /** The address of the text that the file would have, on the right side of the comparison. */
  readonly shown: vscode.Uri;
  /** Ends what is asked, when nobody looks at it any more. */
  readonly closing = new AbortController();
  /** What it is about, as the file was when it was asked for, with the changes of its own that were made since. */
  target: EditPlace;
  /** What was asked and answered about it so far, as it was sent. */
  earlier: readonly EarlierQuestion[] = [];
  /** The secrets that were sent as notes. */
  notes: SecretNotes = new Map();
  /** Some of what was proposed last was accepted or rejected. */
  isDecided = false;
  /** A part of it is being made. */
  isDeciding = false;
  /** What is proposed; `undefined` while it is written. */
  proposed: Proposed | undefined;
  /** The text while it is written. */
  written: string;
  /** The person let the file be changed. */
  isAllowed = false;
  /** The file, once a part of the edit was made. */
  changed: Made | undefined;

  constructor(order: EditOrder, place: string, target: EditPlace, shown: vscode.Uri) {
    this.order = order;
    this.file = 'newFile' in order.target ? order.target.newFile : order.target.document.uri;
    this.name = this.file.path.slice(this.file.path.lastIndexOf('/') + 1);
    this.place = place;
    this.target = target;
    this.shown = shown;
    this.written = target.before;
  }

  get isNew(): boolean {
    return 'newFile' in this.order.target;
  }

  /** The text of the right side. */
  get text(): string {
    return this.proposed === undefined ? this.written : proposedText(this.proposed);
  }
}
