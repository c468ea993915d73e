import type { MessageFields } from './messageFields.ts';

/** What a piece of code is; the page has a colour for each. */
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

/**
 * What a person does with what an answer holds. The page names a block of code by its turn and its text; the host uses
 * it only where that answer holds exactly this block.
 */
export type CodeMessage =
  | { readonly type: 'copy'; readonly text: string }
  | { readonly type: 'insert'; readonly turnId: string; readonly text: string }
  | { readonly type: 'applyCode'; readonly turnId: string; readonly text: string }
  | { readonly type: 'newFile'; readonly turnId: string; readonly text: string }
  | { readonly type: 'insertInTerminal'; readonly turnId: string; readonly text: string }
  /** Asks for the colours of code. `key` comes back with them. */
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
