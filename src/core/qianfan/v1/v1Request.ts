import type { AnswerOptions, Tool } from '../../answerOptions.ts';
import type { AuthorizedRequest } from '../../chat.ts';
import type { SentQuestion } from '../../sentQuestion.ts';
import type { WireQuestion } from '../dialect.ts';
import { v1Endpoint } from './v1Endpoint.ts';
import { v1Messages } from './v1Messages.ts';

const PATH = 'rpc/2.0/ai_custom/v1/wenxinworkshop/chat';

/** V1 rejects a lower limit. */
const MIN_OUTPUT_TOKENS = 2;

/** V1 rejects values above 1, and 0, which users set for reproducible answers. */
const MIN_TEMPERATURE = 0.01;
const MAX_TEMPERATURE = 1;

/**
 * Writes an attempt as a request of V1's chat API (Baidu WENXINWORKSHOP/s/Llsr67q8h, 2lygpg88b). Optional fields are
 * sent only when set, and clamped to V1's range; options that V1 does not support (`seed`, `thinking`) are omitted.
 */
export function v1Question(request: AuthorizedRequest, sent: SentQuestion): WireQuestion {
  const { temperature, options = {} } = request;
  const { name, maxOutputTokens = Infinity } = v1Endpoint(request.model);
  const { system, messages } = v1Messages(sent.messages);
  return {
    resource: `${PATH}/${name}`,
    body: {
      messages,
      ...(system !== '' && { system }),
      stream: true,
      max_output_tokens: Math.max(MIN_OUTPUT_TOKENS, Math.min(request.maxOutputTokens, maxOutputTokens)),
      ...(temperature !== undefined && {
        temperature: Math.min(MAX_TEMPERATURE, Math.max(MIN_TEMPERATURE, temperature)),
      }),
      ...optionalFields(options),
      ...functionFields(sent),
    },
  };
}

function optionalFields(options: AnswerOptions): Record<string, unknown> {
  const { webSearch, responseFormat, stop, penaltyScore } = options;
  return {
    ...(webSearch !== undefined && {
      disable_search: !webSearch,
      ...(webSearch && { enable_citation: true, enable_trace: true }),
    }),
    ...(responseFormat !== undefined && { response_format: 'json_object' }),
    ...(stop !== undefined && { stop }),
    ...(penaltyScore !== undefined && { penalty_score: penaltyScore }),
  };
}

/** V1 can only require one function by name. To forbid calls, no functions are sent. */
function functionFields({ tools, toolChoice }: SentQuestion): Record<string, unknown> {
  if (tools.length === 0 || toolChoice === 'none') return {};
  const only = toolChoice === 'required' && tools.length === 1 ? tools[0]?.name : undefined;
  const wanted = typeof toolChoice === 'object' ? toolChoice.tool : only;
  return {
    functions: tools.map(v1Function),
    ...(wanted !== undefined && { tool_choice: { type: 'function', function: { name: wanted } } }),
  };
}

function v1Function({ name, description, parameters }: Tool): object {
  return { name, description: description ?? name, parameters };
}
