import type { MessageId, MessageValues } from './messages.ts';

/** An error that ends the program with a message and exit code 2: the user has to fix something first. */
export class Stop extends Error {
  override readonly name = 'Stop';
  readonly id: MessageId;
  readonly values: MessageValues;
  /** Lines shown above the message. */
  readonly lines: readonly string[];

  constructor(id: MessageId, values: MessageValues = {}, lines: readonly string[] = []) {
    super(id);
    this.id = id;
    this.values = values;
    this.lines = lines;
  }
}
