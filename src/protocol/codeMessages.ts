import type { MessageFields } from './messageFields.ts';

/** Kind of a piece of code; the page has a colour for each. */
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

/** A number of UTF-16 units of one kind; `null` for plain code. */
export type CodeRun = readonly [kind: CodeKind | null, length: number];

/**
 * Actions of the user on an answer's content. The page identifies a code block by its turn and its text; the host acts
 * only if that answer contains exactly this block.
 */
export type CodeMessage =
  | { readonly type: 'copy'; readonly text: string }
  | { readonly type: 'insert'; readonly turnId: string; readonly text: string }
  | { readonly type: 'applyCode'; readonly turnId: string; readonly text: string }
  | { readonly type: 'newFile'; readonly turnId: string; readonly text: string }
  | { readonly type: 'insertInTerminal'; readonly turnId: string; readonly text: string }
  /** Requests highlighting of code. `key` is returned with it. */
  | { readonly type: 'highlight'; readonly key: string; readonly language: string; readonly text: string }
  | { readonly type: 'openLink'; readonly url: string };

export const CODE_MESSAGE_FIELDS: MessageFields<CodeMessage> = {
  copy: ['text'],
  insert: ['turnId', 'text'],
  applyCode: ['turnId', 'text'],
  newFile: ['turnId', 'text'],
  insertInTerminal: ['turnId', 'text'],
  highlight: ['key', 'language', 'text'],
  openLink: ['url'],
};
