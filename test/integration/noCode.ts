import type { CodeTools } from '../../src/host/chat/codeTools.ts';

/** Code tools for chats whose tests do not use them. */
export const noCode: CodeTools = {
  insert: () => undefined,
  applyCode: () => undefined,
  newFile: () => undefined,
  insertInTerminal: () => undefined,
  highlight: () => undefined,
};
