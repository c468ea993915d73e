/** What can be asked for. It decides defaults, and is a column of every spending report. */
export const FEATURES = [
  'chat',
  'explain',
  'review',
  'fix',
  'refactor',
  'document',
  'test',
  'translate',
  /** An instruction about a part of a file, whose answer becomes a change. */
  'edit',
  'commitMessage',
  'batch',
  /** VS Code's own chat and other extensions, which choose the model themselves. */
  'modelProvider',
  'keyCheck',
] as const;

/** What a question was asked for. */
export type Feature = (typeof FEATURES)[number];
