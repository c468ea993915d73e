/** What stands in JSON, by JSON's own names; `integer` for a whole number. */
export type JsonKind = 'string' | 'number' | 'integer' | 'boolean' | 'object' | 'array';

/** What is wrong with a line of a batch, and where: `path` is as one would write it in a program, as `body.messages[2].content`. */
export type LineFault =
  | { readonly code: 'not-json' }
  | { readonly code: 'missing' | 'empty' | 'unknown-field'; readonly path: string }
  | { readonly code: 'wrong-kind'; readonly path: string; readonly expected: JsonKind }
  /** `allowed` says in signs what may stand there, as `POST` or `0–2`. */
  | { readonly code: 'wrong-value'; readonly path: string; readonly allowed: string }
  /** It contradicts what stands at `other`, or makes no sense without it. */
  | { readonly code: 'conflict'; readonly path: string; readonly other: string };

/** A line that cannot be asked. Its message says why in English, for logs and the command line. */
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
