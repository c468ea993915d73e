import * as vscode from 'vscode';
import type { CodeMessage } from '../../protocol/codeMessages.ts';
import type { CodeTools } from './codeTools.ts';
import { openLink } from './openLink.ts';
import type { HandlersOf } from './pageHandlers.ts';

/** Creates the handlers for code and links in answers. */
export function codeHandlers(tools: CodeTools): HandlersOf<CodeMessage> {
  return {
    ...tools,
    copy: async ({ text }) => vscode.env.clipboard.writeText(text),
    openLink: ({ url }) => openLink(url),
  };
}
