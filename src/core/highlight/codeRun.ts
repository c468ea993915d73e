/** Kind of a piece of code, for colouring. */
export type CodeKind =
  | 'keyword'
  | 'string'
  | 'comment'
  | 'number'
  | 'constant'
  | 'function'
  | 'type'
  | 'variable'
  | 'property'
  | 'tag'
  | 'attribute'
  | 'operator'
  | 'heading'
  | 'inserted'
  | 'deleted';

/** A run of UTF-16 units of the same kind; `null` for plain text. */
export type CodeRun = readonly [kind: CodeKind | null, length: number];
