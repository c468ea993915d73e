/** The features that send requests. A feature determines defaults, and is a column in every spending report. */
export const FEATURES = [
  'chat',
  'explain',
  'review',
  'fix',
  'refactor',
  'document',
  'test',
  'translate',
  /** An instruction about part of a file; the answer becomes an edit. */
  'edit',
  'commitMessage',
  'batch',
  /** VS Code's own chat and other extensions, which choose the model themselves. */
  'modelProvider',
  'keyCheck',
] as const;

/** The feature that sent a question. */
export type Feature = (typeof FEATURES)[number];
