import type * as vscode from 'vscode';
import { type Proposed, proposedText } from '../../core/code/edit/hunks.ts';
import type { EditPlace } from '../../core/code/edit/newText.ts';
import type { SecretNotes } from '../../core/conversation/secrets/secretNotes.ts';
import type { EarlierQuestion } from '../asking/oneQuestion.ts';
import type { Made } from '../editing/makeChange.ts';
import type { EditOrder } from './editOrder.ts';

/** An edit under review. */
export class ShownEdit {
  readonly order: EditOrder;
  /** The file it changes or creates. */
  readonly file: vscode.Uri;
  readonly name: string;
  /** Real path of the file when the edit was requested; the URI where there is none. */
  readonly place: string;
  /** URI of the proposed text, on the right side of the diff. */
  readonly shown: vscode.Uri;
  /** Aborts the request when the diff is closed. */
  readonly closing = new AbortController();
  /** Text and range when the edit was requested, updated with the hunks accepted since. */
  target: EditPlace;
  /** Earlier questions, as sent, and answers about this edit. */
  earlier: readonly EarlierQuestion[] = [];
  /** Secrets that were masked with placeholders when sent. */
  notes: SecretNotes = new Map();
  /** True once hunks of the latest proposal were accepted or rejected. */
  isDecided = false;
  /** True while hunks are being applied. */
  isDeciding = false;
  /** The proposal; `undefined` while it is being written. */
  proposed: Proposed | undefined;
  /** The preview while it is being written. */
  written: string;
  /** True once the user allowed the file to be changed. */
  isAllowed = false;
  /** The file, once hunks were applied. */
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

  /** The text on the right side of the diff. */
  get text(): string {
    return this.proposed === undefined ? this.written : proposedText(this.proposed);
  }
}
