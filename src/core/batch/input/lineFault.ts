/** A JSON type by its standard name; `integer` for a whole number. */
export type JsonKind = 'string' | 'number' | 'integer' | 'boolean' | 'object' | 'array';

/** An error in a line of a batch. `path` is the location in JavaScript notation, such as `body.messages[2].content`. */
export type LineFault =
  | { readonly code: 'not-json' }
  | { readonly code: 'missing' | 'empty' | 'unknown-field'; readonly path: string }
  | { readonly code: 'wrong-kind'; readonly path: string; readonly expected: JsonKind }
  /** `allowed` is a language-neutral notation of the valid values, such as `POST` or `0–2`. */
  | { readonly code: 'wrong-value'; readonly path: string; readonly allowed: string }
  /** It contradicts the field `other`, or requires it. */
  | { readonly code: 'conflict'; readonly path: string; readonly other: string };

/** An invalid line. The message is in English, for logs and the command line. */
export class BatchLineError extends Error {
  override readonly name = 'BatchLineError';
  readonly fault: LineFault;

  constructor(fault: LineFault) {
    super(messageOf(fault));
    this.fault = fault;
  }
}

function messageOf(fault: LineFault): string {
  switch (fault.code) {
    case 'not-json':
      return 'not a JSON object';
    case 'missing':
      return `${fault.path} is missing`;
    case 'empty':
      return `${fault.path} is empty`;
    case 'unknown-field':
      return `${fault.path} is not supported`;
    case 'wrong-kind':
      return `${fault.path} has to be ${fault.expected === 'integer' ? 'a whole number' : `of type ${fault.expected}`}`;
    case 'wrong-value':
      return `${fault.path} has to be ${fault.allowed}`;
    case 'conflict':
      return `${fault.path} does not fit ${fault.other}`;
  }
}
