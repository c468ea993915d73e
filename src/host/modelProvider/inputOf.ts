import type { JsonSchema, Tool } from '../../core/answerOptions.ts';
import type { ToolCall } from '../../core/chat.ts';
import { parseJson } from '../../core/qianfan/parseJson.ts';

/**
 * The arguments of a call as an object. Where the model wrote no JSON object, a tool that needs arguments is called
 * without any: VS Code then tells the model what is missing, and it tries again. A tool that needs none would run with
 * other arguments than the model meant, so that there is nothing to call it with: `undefined`.
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
