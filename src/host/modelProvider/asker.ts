import { BACKGROUND_CONSUMER, CHAT_CONSUMER, UNNAMED_CONSUMER, VSCODE_CONSUMER } from '../consumer.ts';

/** What VS Code reveals about the requester. */
interface AskedBy {
  /** Extension id in lower case, or `core`; missing in older versions. */
  readonly requestInitiator?: unknown;
  readonly modelOptions?: { readonly [name: string]: unknown } | undefined;
  readonly tools?: readonly unknown[] | undefined;
}

/** The requester, and whether the user is waiting for the answer. */
export interface Asker {
  /** Consumer name in the ledger. */
  readonly consumer: string;
  /** True for VS Code itself, false for an installed extension. */
  readonly isVSCode: boolean;
  /** True for VS Code's own helper requests, such as titles, summaries and progress messages. */
  readonly isBackground: boolean;
}

/** Options present in every request of VS Code's chat. */
const MARKS = ['_capturingTokenCorrelationId', '_otelTraceContext'] as const;
/** Options present only in requests of a conversation. */
const CONVERSATION_MARKS = ['_conversationId', '_telemetryTurn'] as const;

/**
 * Distinguishes VS Code's helper requests from those the user waits for; VS Code has no API for this. In 1.139 its chat
 * marks every request, and conversation requests also with the conversation or its turn. Helper requests (titles,
 * summaries, progress messages, branch names, commit messages, repaired edits) have no conversation mark and no tools.
 * Only requests that match exactly count as helpers; when in doubt, the user is waiting. Inline chat has tools and
 * older versions have no marks, so both count as requests of the user.
 */
export function askerOf({ requestInitiator, modelOptions = {}, tools = [] }: AskedBy): Asker {
  const who = typeof requestInitiator === 'string' && requestInitiator !== '' ? requestInitiator : undefined;
  if (who === undefined) return extension(UNNAMED_CONSUMER);
  const isOfChat = who === CHAT_CONSUMER;
  if (!isOfChat && who !== 'core') return extension(who);
  const has = (names: readonly string[]): boolean => names.some(name => Object.hasOwn(modelOptions, name));
  const isBackground = tools.length === 0 && (isOfChat ? has(MARKS) && !has(CONVERSATION_MARKS) : true);
  const consumer = isBackground ? BACKGROUND_CONSUMER : isOfChat ? CHAT_CONSUMER : VSCODE_CONSUMER;
  return { consumer, isVSCode: true, isBackground };
}

function extension(consumer: string): Asker {
  return { consumer, isVSCode: false, isBackground: false };
}
