import type { AnswerOptions, Tool } from './answerOptions.ts';
import type { ChatMessage } from './chat.ts';
import { orderedMessages } from './messageOrder.ts';
import { ToolNames } from './tools/toolNames.ts';
import { sentSchema } from './tools/toolSchema.ts';

/**
 * OpenAI's interface, which V2 follows, takes no more (platform.openai.com, "Create chat completion", `tools`), and
 * DeepSeek's neither; of Baidu's no page says a number. VS Code's own agent keeps to the same limit.
 */
const MAX_TOOLS = 128;

/** A question as services take it. */
export interface SentQuestion {
  /** See `orderedMessages`; empty when there is nothing to ask. */
  readonly messages: readonly ChatMessage[];
  readonly tools: readonly Tool[];
  /** Missing where there are no tools, or none of this name. */
  readonly toolChoice: AnswerOptions['toolChoice'];
  /** The name that a tool has here, by the one that comes back. */
  readonly ownName: (sent: string) => string;
}

/**
 * Messages and tools as they have to be sent, and the way back, because callers have both as they please: VS Code's
 * agent names tools after servers and lets a person interrupt it. Nothing that was said is lost. What is counted and
 * reserved for a question is this.
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

/** Each name once, and where there are too many the first, after those that the conversation is about. */
function offeredTools(tools: readonly Tool[], isNeeded: (name: string) => boolean): readonly Tool[] {
  const seen = new Set<string>();
  const each = tools.filter(({ name }) => !seen.has(name) && seen.add(name));
  if (each.length <= MAX_TOOLS) return each;
  const needed = each.filter(({ name }) => isNeeded(name));
  const kept = new Set([...needed, ...each].slice(0, MAX_TOOLS));
  return each.filter(tool => kept.has(tool));
}

/** The model hears of a name that could not stay: the person may use it. */
function sentTool({ name, description = '', parameters }: Tool, names: ToolNames): Tool {
  const sent = names.sent(name);
  const told = [sent === name ? '' : name, description].filter(text => text.trim() !== '').join(': ');
  return { name: sent, ...(told !== '' && { description: told }), parameters: sentSchema(parameters) };
}

function renamed(message: ChatMessage, names: ToolNames): ChatMessage {
  if (message.role !== 'assistant' || message.toolCalls === undefined) return message;
  return { ...message, toolCalls: message.toolCalls.map(call => ({ ...call, name: names.sent(call.name) })) };
}
