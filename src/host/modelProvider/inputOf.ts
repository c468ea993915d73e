import type { JsonSchema, Tool } from '../../core/answerOptions.ts';
import type { ToolCall } from '../../core/chat.ts';
import { parseJson } from '../../core/qianfan/parseJson.ts';

/**
 * Parses the arguments of a tool call. If they are not a JSON object and the tool has required arguments, returns an
 * empty object: VS Code then tells the model what is missing, and the model retries. A tool without required arguments
 * would run with arguments the model did not intend, so returns `undefined` for it.
 */
export function inputOf({ name, arguments: text }: ToolCall, tools: readonly Tool[]): object | undefined {
  const value = parseJson(text);
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  const required = requiredOf(tools.find(tool => tool.name === name)?.parameters);
  return required.length > 0 ? {} : undefined;
}

function requiredOf(schema: JsonSchema | undefined): readonly unknown[] {
  const required = schema?.['required'];
  return Array.isArray(required) ? required : [];
}
