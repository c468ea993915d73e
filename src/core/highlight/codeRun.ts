/** What a piece of code is, as far as colours tell. */
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

/** So many UTF-16 units of code that are of one kind; `null` where it is nothing special. */
export type CodeRun = readonly [kind: CodeKind | null, length: number];
