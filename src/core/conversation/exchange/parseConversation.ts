import { parseJson } from './conversationJson.ts';
import { parseMarkdown } from './conversationMarkdown.ts';
import type { Parsed } from './exportedConversation.ts';
import { MAX_IMPORT_BYTES } from './importLimit.ts';

/** Parses an exported file in either format; otherwise returns why it is not valid. Never throws. */
export function parseConversation(bytes: Uint8Array): Parsed {
  if (bytes.length > MAX_IMPORT_BYTES) return 'too-large';
  const text = decoded(bytes);
  if (text === undefined) return 'foreign';
  return text.trimStart().startsWith('{') ? parseJson(text) : parseMarkdown(text);
}

/** Decodes UTF-8 and removes a byte order mark; `undefined` if the bytes are not valid text. */
function decoded(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}
