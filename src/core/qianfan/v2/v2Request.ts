import type { AnswerOptions, JsonFormat } from '../../answerOptions.ts';
import type { AuthorizedRequest, ChatMessage } from '../../chat.ts';
import { thinkingFields } from '../../thinkingFields.ts';
import { isThisComputer } from '../../thisComputer.ts';
import type { SentQuestion } from '../../sentQuestion.ts';
import type { WireQuestion } from '../dialect.ts';

/**
 * Writes an attempt as a request of V2's chat completions API (Baidu qianfan-api/s/3m7of64lb). Optional fields are sent
 * only when set: models reject different ones, and servers of open-weight models do not know Qianfan's own.
 */
export function v2Question(request: AuthorizedRequest, sent: SentQuestion): WireQuestion {
  const { endpoint, model, options = {} } = request;
  return {
    resource: 'chat/completions',
    body: {
      model,
      messages: sent.messages.map(v2Message),
      stream: true,
      stream_options: { include_usage: true },
      max_completion_tokens: request.maxOutputTokens,
      // Ollama knows only the older name (docs.ollama.com, "OpenAI compatibility"). At Qianfan it would set a different
      // limit.
      ...(isThisComputer(endpoint.baseUrl) && { max_tokens: request.maxOutputTokens }),
      ...(request.temperature !== undefined && { temperature: request.temperature }),
      ...optionalFields(options, sent),
      ...(options.thinking !== undefined && thinkingFields(model, options.thinking)),
    },
    ...(endpoint.appId !== undefined && { appId: endpoint.appId }),
  };
}

function v2Message(message: ChatMessage): object {
  const { role, content } = message;
  if (role === 'tool') return { role, content, tool_call_id: message.toolCallId };
  if (role !== 'assistant' || message.toolCalls === undefined) return { role, content };
  const calls = message.toolCalls.map(({ id, name, arguments: text }) => ({
    id,
    type: 'function',
    function: { name, arguments: text },
  }));
  return { role, content, tool_calls: calls };
}

function optionalFields(options: AnswerOptions, { tools, toolChoice }: SentQuestion): Record<string, unknown> {
  const { webSearch, responseFormat, stop, seed, penaltyScore } = options;
  return {
    ...(webSearch !== undefined && {
      web_search: { enable: webSearch, ...(webSearch && { enable_citation: true, enable_trace: true }) },
    }),
    ...(responseFormat !== undefined && { response_format: v2Format(responseFormat) }),
    ...(tools.length > 0 && { tools: tools.map(tool => ({ type: 'function', function: tool })) }),
    ...(toolChoice !== undefined && { tool_choice: v2Choice(toolChoice) }),
    ...(stop !== undefined && { stop }),
    ...(seed !== undefined && { seed }),
    ...(penaltyScore !== undefined && { penalty_score: penaltyScore }),
  };
}

function v2Format(format: 'json_object' | JsonFormat): object {
  if (format === 'json_object') return { type: format };
  return { type: 'json_schema', json_schema: { name: format.name, schema: format.schema } };
}

function v2Choice(choice: NonNullable<AnswerOptions['toolChoice']>): unknown {
  return typeof choice === 'string' ? choice : { type: 'function', function: { name: choice.tool } };
}
