import type { MessageId, MessageValues } from './messages.ts';

/** Ends the program with one sentence and exit code 2: something has to be put right first. */
export class Stop extends Error {
  override readonly name = 'Stop';
  readonly id: MessageId;
  readonly values: MessageValues;
  /** Lines to be shown above the sentence. */
  readonly lines: readonly string[];

  constructor(id: MessageId, values: MessageValues = {}, lines: readonly string[] = []) {
    super(id);
    this.id = id;
    this.values = values;
    this.lines = lines;
  }
}
