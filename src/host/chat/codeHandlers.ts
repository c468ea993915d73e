import * as vscode from 'vscode';
import type { CodeMessage } from '../../protocol/codeMessages.ts';
import type { CodeTools } from './codeTools.ts';
import { openLink } from './openLink.ts';
import type { HandlersOf } from './pageHandlers.ts';

/** Does what people do with what an answer holds. */
export function codeHandlers(tools: CodeTools): HandlersOf<CodeMessage> {
  return {
    ...tools,
    copy: async ({ text }) => vscode.env.clipboard.writeText(text),
    openLink: ({ url }) => openLink(url),
  };
}
