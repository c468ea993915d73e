import { BatchLineError, type LineFault } from './lineFault.ts';

/** An error in a line of a batch file. Lines count from 1. */
export type FileFault = { readonly lineNumber: number } & (
  | LineFault
  | { readonly code: 'too-long' | 'not-utf8' }
  /** Ids must be unique to match results with lines. */
  | { readonly code: 'same-id'; readonly customId: string; readonly firstLineNumber: number }
);

/** Describes a fault in English, for logs and the command line: `line 7: body.model is empty`. */
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

/** Thrown when the file has changed since it was checked. */
export class BatchFileChangedError extends Error {
  override readonly name = 'BatchFileChangedError';

  constructor() {
    super('The file of a batch was changed after it was checked');
  }
}
