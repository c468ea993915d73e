import { typedCommand } from '../core/conversation/typedCommand.ts';
import type { SuggestionSource } from '../host/chat/suggestionHandlers.ts';
import type { CommandTable } from '../host/commands/index.ts';
import { CHAT_TOOL_COMMANDS, type ChatToolCommandId } from './chatToolCommands.ts';
import { CONTEXT_MESSAGE_FIELDS, type ContextMessage } from '../protocol/contextMessages.ts';
import type { HandlersOf } from '../host/chat/pageHandlers.ts';
import type { SuggestionTrigger } from '../protocol/suggestionMessages.ts';
import type * as ChatToolsPart from './chatTools.ts';
import type { ChatToolParts, ChatTools } from './chatTools.ts';

/** Chat tools whose bundle is loaded on first use. */
export function lazyChatTools(parts: () => ChatToolParts): ChatTools {
  let tools: ChatTools | undefined;
  const used = (): ChatTools => {
    if (tools === undefined) {
      // A sibling of the extension's bundle in `dist`.
      const { connectChatTools } = require('./chatTools.cjs') as typeof ChatToolsPart;
      tools = connectChatTools(parts());
    }
    return tools;
  };
  const commands = CHAT_TOOL_COMMANDS.map(id => [id, (...given: unknown[]) => used().commands[id](...given)] as const);
  const handlers = Object.keys(CONTEXT_MESSAGE_FIELDS).map(type => {
    const handle = (message: ContextMessage): void | Promise<void> => {
      // The table has a handler for exactly this message type; the compiler cannot correlate the two through the index.
      const own = used().context.handlers[message.type] as (message: ContextMessage) => void | Promise<void>;
      return own(message);
    };
    return [type, handle] as const;
  });
  const suggestions = (trigger: SuggestionTrigger): SuggestionSource => ({
    find: async query => (await used().suggestions[trigger]?.find(query)) ?? [],
    take: async id => used().suggestions[trigger]?.take(id),
  });
  return {
    code: {
      insert: message => used().code.insert(message),
      newFile: message => used().code.newFile(message),
      insertInTerminal: message => used().code.insertInTerminal(message),
      applyCode: message => used().code.applyCode(message),
      highlight: message => used().code.highlight(message),
    },
    context: {
      // Each message is caused by a user action on the page.
      handlers: Object.fromEntries(handlers) as unknown as HandlersOf<ContextMessage>,
      notice: facts => used().context.notice(facts),
    },
    // Most questions name no prompt, so do not load the bundle for them.
    expand: async question => (typedCommand(question.question) ? used().expand(question) : question),
    suggestions: { '@': suggestions('@'), '/': suggestions('/') },
    decideSecrets: (question, id) => used().decideSecrets(question, id),
    turnView: (turn, viewing) => used().turnView(turn, viewing),
    turnButtons: options => used().turnButtons(options),
    // `fromEntries` widens the keys to `string`.
    commands: Object.fromEntries(commands) as Pick<CommandTable, ChatToolCommandId>,
  };
}
