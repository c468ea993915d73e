import * as vscode from 'vscode';
import type { AskedMessage, MessagePart } from './messagePart.ts';

/** VS Code's system role, missing in its types: 3, or 0 in requests to count tokens. */
const SYSTEM_ROLES: readonly number[] = [0, 3];

/** Classes missing in the types of VS Code 1.104; `undefined` in versions without them. */
const { LanguageModelDataPart, LanguageModelThinkingPart } = vscode as unknown as {
  readonly LanguageModelDataPart?: new (...given: never[]) => { readonly mimeType: string; readonly data: Uint8Array };
  readonly LanguageModelThinkingPart?: new (...given: never[]) => object;
};

/** Converts a message from VS Code. Messages passed to `provideTokenCount` may contain serialized parts. */
export function readMessage({
  role,
  content,
}: Pick<vscode.LanguageModelChatRequestMessage, 'role' | 'content'>): AskedMessage {
  // Older callers pass a string.
  const parts: readonly unknown[] = typeof content === 'string' ? [content] : content;
  const isAssistant = role === vscode.LanguageModelChatMessageRole.Assistant;
  return {
    role: SYSTEM_ROLES.includes(role) ? 'system' : isAssistant ? 'assistant' : 'user',
    parts: parts.map(readPart),
  };
}

function readPart(part: unknown): MessagePart {
  if (typeof part === 'string') return { type: 'text', text: part };
  if (part instanceof vscode.LanguageModelTextPart) return { type: 'text', text: part.value };
  if (part instanceof vscode.LanguageModelToolCallPart) {
    return { type: 'toolCall', id: part.callId, name: part.name, input: part.input };
  }
  if (part instanceof vscode.LanguageModelToolResultPart) {
    return { type: 'toolResult', id: part.callId, parts: part.content.map(readPart) };
  }
  if (part instanceof vscode.LanguageModelPromptTsxPart) return { type: 'tree', value: part.value };
  if (LanguageModelThinkingPart !== undefined && part instanceof LanguageModelThinkingPart) return { type: 'other' };
  if (LanguageModelDataPart !== undefined && part instanceof LanguageModelDataPart) {
    return { type: 'data', mimeType: part.mimeType, bytes: part.data };
  }
  return isObject(part) ? readSentPart(part) : { type: 'other' };
}

/** Converts the serialized form of a part, as sent between VS Code's processes. */
function readSentPart(part: Record<string, unknown>): MessagePart {
  const { type, value, toolCallId, name, parameters, mimeType, data } = part;
  if (type === 'text') return { type, text: String(value) };
  if (type === 'prompt_tsx') return { type: 'tree', value };
  if (type === 'tool_use') return { type: 'toolCall', id: String(toolCallId), name: String(name), input: parameters };
  if (type === 'tool_result' && Array.isArray(value)) {
    return { type: 'toolResult', id: String(toolCallId), parts: value.map(readPart) };
  }
  if (type === 'data') return { type, mimeType: String(mimeType), bytes: bytesOf(data) };
  if (type === 'image_url' && isObject(value)) {
    return { type: 'data', mimeType: String(value['mimeType']), bytes: bytesOf(value['data']) };
  }
  return { type: 'other' };
}

/** Unwraps bytes that VS Code wrapped for serialization. */
function bytesOf(data: unknown): Uint8Array {
  const bytes = isObject(data) && 'buffer' in data && !(data instanceof Uint8Array) ? data['buffer'] : data;
  return bytes instanceof Uint8Array ? bytes : new Uint8Array();
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
