import type { ChatMessage, ToolCall } from '../../core/chat.ts';
import type { AskedMessage, MessagePart } from './messagePart.ts';
import { treeText } from './treeText.ts';

/** What a model reads in the place of what it cannot see. */
const LEFT_OUT = '[A file that is not text was left out here: this model reads text alone.]';

/** VS Code's own notes, such as marks for a cache, have a word in the place of a type. */
const TYPE = /^[\w.+-]+\/[\w.+-]+$/;
const TEXT_TYPE = /^text\/|^application\/(json|xml|javascript|x-yaml|yaml)$|\+(json|xml)$/;

/**
 * What another extension wants sent, in our words and in its order: a part of a message that gives back what a tool said
 * becomes a message of its own. Reasoning of earlier answers, names of people and VS Code's own notes stay behind; what is
 * not text leaves a note.
 */
export function chatMessages(asked: readonly AskedMessage[]): ChatMessage[] {
  return asked.flatMap(({ role, parts }) => (role === 'assistant' ? saidByModel(parts) : saidByAsker(role, parts)));
}

/**
 * Whether there is something in a question that these models are not sent: a picture, or another file that is no text.
 * What another model was shown before is no longer the question, and nobody could take it away.
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

/** Some put each piece of a streamed answer into a part of its own: nothing goes between them. */
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
