import type { CodeTools } from '../../src/host/chat/codeTools.ts';

/** Tools that no test of theirs uses. */
export const noCode: CodeTools = {
  insert: () => undefined,
  applyCode: () => undefined,
  newFile: () => undefined,
  insertInTerminal: () => undefined,
  highlight: () => undefined,
};
