import { parseJson } from './conversationJson.ts';
import { parseMarkdown } from './conversationMarkdown.ts';
import type { Parsed } from './exportedConversation.ts';
import { MAX_IMPORT_BYTES } from './importLimit.ts';

/** The conversation in a file, whichever of our formats it has, or why there is none. Never throws. */
export function parseConversation(bytes: Uint8Array): Parsed {
  if (bytes.length > MAX_IMPORT_BYTES) return 'too-large';
  const text = decoded(bytes);
  if (text === undefined) return 'foreign';
  return text.trimStart().startsWith('{') ? parseJson(text) : parseMarkdown(text);
}

/** Without a byte order mark; `undefined` for what is no text. */
function decoded(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}
