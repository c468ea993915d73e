import { BatchLineError, type LineFault } from './lineFault.ts';

/** What is wrong with a line of a file that holds a batch. Lines count from 1. */
export type FileFault = { readonly lineNumber: number } & (
  | LineFault
  | { readonly code: 'too-long' | 'not-utf8' }
  /** Results are told apart by their ids. */
  | { readonly code: 'same-id'; readonly customId: string; readonly firstLineNumber: number }
);

/** The fault in English, for logs and the command line: `line 7: body.model is empty`. */
export function describeFileFault(fault: FileFault): string {
  return `line ${fault.lineNumber}: ${reasonOf(fault)}`;
}

function reasonOf(fault: FileFault): string {
  switch (fault.code) {
    case 'too-long':
      return 'longer than 10 MB';
    case 'not-utf8':
      return 'not UTF-8';
    case 'same-id':
      return `custom_id ${JSON.stringify(fault.customId)} is that of line ${fault.firstLineNumber}`;
    default:
      return new BatchLineError(fault).message;
  }
}

/** The file is another one than the one that was checked. */
export class BatchFileChangedError extends Error {
  override readonly name = 'BatchFileChangedError';

  constructor() {
    super('The file of a batch was changed after it was checked');
  }
}
