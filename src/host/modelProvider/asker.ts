import { BACKGROUND_CONSUMER, CHAT_CONSUMER, UNNAMED_CONSUMER, VSCODE_CONSUMER } from '../../core/consumer.ts';

/** What VS Code says of whoever asks. */
interface AskedBy {
  /** Id of an extension in lower case, or `core`; older versions do not say. */
  readonly requestInitiator?: unknown;
  readonly modelOptions?: { readonly [name: string]: unknown } | undefined;
  readonly tools?: readonly unknown[] | undefined;
}

/** Who asks, and whether somebody waits for it. */
export interface Asker {
  /** As it is booked. */
  readonly consumer: string;
  /** It is VS Code, and not an extension that somebody has added. */
  readonly isVSCode: boolean;
  /** VS Code asks by itself: for a title, a summary, a progress message. */
  readonly isBackground: boolean;
}

/** Options with which VS Code's chat marks every request it makes. */
const MARKS = ['_capturingTokenCorrelationId', '_otelTraceContext'] as const;
/** Those that only requests of a conversation have. */
const CONVERSATION_MARKS = ['_conversationId', '_telemetryTurn'] as const;

/**
 * Tells helper requests of VS Code from those a person waits for. VS Code does not say so itself. In 1.139 its chat marks
 * each request, and those of a conversation with the conversation or its turn; its helpers (titles, summaries, progress
 * messages, branch names, commit texts, healed edits) have neither, and no tools. Only what looks exactly so counts as a
 * helper's; in doubt a person waits. Inline chat has tools, older chats have no marks: both count as asked by a person.
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
