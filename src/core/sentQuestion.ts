import type { AnswerOptions, Tool } from './answerOptions.ts';
import type { ChatMessage } from './chat.ts';
import { orderedMessages } from './messageOrder.ts';
import { ToolNames } from './tools/toolNames.ts';
import { sentSchema } from './tools/toolSchema.ts';

/**
 * The limit of OpenAI's API, which V2 follows (platform.openai.com, "Create chat completion", `tools`), and of
 * DeepSeek. Baidu documents none. VS Code's own agent uses the same limit.
 */
const MAX_TOOLS = 128;

/** A question in the form that services accept. */
export interface SentQuestion {
  /** See `orderedMessages`; empty if there is no question. */
  readonly messages: readonly ChatMessage[];
  readonly tools: readonly Tool[];
  /** Missing if there are no tools, or none with the requested name. */
  readonly toolChoice: AnswerOptions['toolChoice'];
  /** Maps the name of a sent tool back to the caller's name. */
  readonly ownName: (sent: string) => string;
}

/**
 * Converts messages and tools to the form that services accept, and provides the mapping back. Callers' input is not
 * constrained: VS Code's agent names tools after servers, and the user may interrupt it. No text is lost. Token counts
 * and reservations are based on this form.
 */
export function sentQuestion(messages: readonly ChatMessage[], options: AnswerOptions = {}): SentQuestion {
  const calls = messages.flatMap(message => (message.role === 'assistant' ? (message.toolCalls ?? []) : []));
  const called = new Set(calls.map(({ name }) => name));
  const { toolChoice } = options;
  const wanted = typeof toolChoice === 'object' ? toolChoice.tool : undefined;
  const offered = offeredTools(options.tools ?? [], name => name === wanted || called.has(name));
  const names = new ToolNames([...offered.map(({ name }) => name), ...called]);
  const isOffered = wanted === undefined || offered.some(({ name }) => name === wanted);
  return {
    messages: orderedMessages(messages).map(message => renamed(message, names)),
    tools: offered.map(tool => sentTool(tool, names)),
    toolChoice:
      offered.length === 0 || !isOffered ? undefined : wanted === undefined ? toolChoice : { tool: names.sent(wanted) },
    ownName: name => names.own(name),
  };
}

/**
 * Returns the tools without duplicate names. If there are too many, keeps first those that the conversation uses, then
 * the first of the others.
 */
function offeredTools(tools: readonly Tool[], isNeeded: (name: string) => boolean): readonly Tool[] {
  const seen = new Set<string>();
  const each = tools.filter(({ name }) => !seen.has(name) && seen.add(name));
  if (each.length <= MAX_TOOLS) return each;
  const needed = each.filter(({ name }) => isNeeded(name));
  const kept = new Set([...needed, ...each].slice(0, MAX_TOOLS));
  return each.filter(tool => kept.has(tool));
}

/** Puts the original name of a renamed tool into its description, because the user may refer to it. */
function sentTool({ name, description = '', parameters }: Tool, names: ToolNames): Tool {
  const sent = names.sent(name);
  const told = [sent === name ? '' : name, description].filter(text => text.trim() !== '').join(': ');
  return { name: sent, ...(told !== '' && { description: told }), parameters: sentSchema(parameters) };
}

function renamed(message: ChatMessage, names: ToolNames): ChatMessage {
  if (message.role !== 'assistant' || message.toolCalls === undefined) return message;
  return { ...message, toolCalls: message.toolCalls.map(call => ({ ...call, name: names.sent(call.name) })) };
}
