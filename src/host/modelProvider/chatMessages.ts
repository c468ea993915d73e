import type { ChatMessage, ToolCall } from '../../core/chat.ts';
import type { AskedMessage, MessagePart } from './messagePart.ts';
import { treeText } from './treeText.ts';

/** Placeholder in the prompt for content the model cannot read. */
const LEFT_OUT = '[A file that is not text was left out here: this model reads text alone.]';

/** A MIME type. VS Code's internal data parts, such as cache marks, have a plain word instead. */
const TYPE = /^[\w.+-]+\/[\w.+-]+$/;
const TEXT_TYPE = /^text\/|^application\/(json|xml|javascript|x-yaml|yaml)$|\+(json|xml)$/;

/**
 * Converts another extension's messages, preserving their order. Each tool result becomes a separate message. Drops
 * reasoning of earlier answers, participant names and VS Code's internal data parts; replaces non-text content with a
 * placeholder.
 */
export function chatMessages(asked: readonly AskedMessage[]): ChatMessage[] {
  return asked.flatMap(({ role, parts }) => (role === 'assistant' ? saidByModel(parts) : saidByAsker(role, parts)));
}

/**
 * Whether the question, the messages after the last answer, contains content these models cannot receive: an image or
 * another non-text file. Earlier messages do not count, because the user could not remove the content from them.
 */
export function holdsMoreThanText(asked: readonly AskedMessage[]): boolean {
  const question = asked.slice(asked.findLastIndex(({ role }) => role === 'assistant') + 1);
  return question.some(({ role, parts }) => role === 'user' && parts.some(part => textOf(part) === LEFT_OUT));
}

function saidByModel(parts: readonly MessagePart[]): ChatMessage[] {
  const content = joined(parts);
  const toolCalls = parts.filter(part => part.type === 'toolCall').map(callOf);
  const said: ChatMessage = { role: 'assistant', content, ...(toolCalls.length > 0 && { toolCalls }) };
  return [...(content === '' && toolCalls.length === 0 ? [] : [said]), ...resultsOf(parts)];
}

function saidByAsker(role: 'system' | 'user', parts: readonly MessagePart[]): ChatMessage[] {
  const messages: ChatMessage[] = [];
  let rest: MessagePart[] = [];
  const say = (): void => {
    const content = joined(rest);
    if (content !== '') messages.push({ role, content });
    rest = [];
  };
  for (const part of parts) {
    if (part.type !== 'toolResult') rest.push(part);
    else {
      say();
      messages.push(...resultsOf([part]));
    }
  }
  say();
  return messages;
}

function resultsOf(parts: readonly MessagePart[]): ChatMessage[] {
  return parts
    .filter(part => part.type === 'toolResult')
    .map(({ id, parts: given }) => ({
      role: 'tool',
      content: given
        .map(textOf)
        .filter(text => text !== '')
        .join('\n'),
      toolCallId: id,
    }));
}

function callOf({ id, name, input }: Extract<MessagePart, { type: 'toolCall' }>): ToolCall {
  return { id, name, arguments: JSON.stringify(input ?? {}) };
}

/** Joins texts without a separator, because some callers pass each chunk of a streamed answer as its own part. */
function joined(parts: readonly MessagePart[]): string {
  return parts.map(textOf).join('');
}

function textOf(part: MessagePart): string {
  switch (part.type) {
    case 'text':
      return part.text;
    case 'tree':
      return treeText(part.value);
    case 'data':
      if (!TYPE.test(part.mimeType)) return '';
      return TEXT_TYPE.test(part.mimeType) ? new TextDecoder().decode(part.bytes) : LEFT_OUT;
    default:
      return '';
  }
}
