import type { AnswerOptions, JsonFormat, JsonSchema, Thinking, Tool } from '../../answerOptions.ts';
import { thinkingFields } from '../../thinkingFields.ts';
import { LineFields, wrongKind } from './lineFields.ts';

/** Limits of `stop` (Baidu qianfan-api/s/3m7of64lb). */
const MAX_STOPS = 4;
const MAX_STOP_LENGTH = 20;

/** Reads the answer options of `body`; `undefined` if there are none. Throws `BatchLineError`. */
export function readOptions(body: LineFields): AnswerOptions | undefined {
  const webSearch = body.object('web_search', readWebSearch);
  const responseFormat = body.object('response_format', readFormat);
  const thinking = readThinking(body);
  const tools = body.list('tools', readTool);
  const toolChoice = readChoice(body);
  const stop = readStop(body);
  const seed = body.whole('seed', Number.MIN_SAFE_INTEGER);
  const penaltyScore = body.number('penalty_score', 1, 2);
  const options: AnswerOptions = {
    ...(webSearch !== undefined && { webSearch }),
    ...(responseFormat !== undefined && responseFormat !== 'text' && { responseFormat }),
    ...(thinking !== undefined && { thinking }),
    ...(tools !== undefined && { tools }),
    ...(toolChoice !== undefined && { toolChoice }),
    ...(stop !== undefined && { stop }),
    ...(seed !== undefined && { seed }),
    ...(penaltyScore !== undefined && { penaltyScore }),
  };
  return Object.keys(options).length === 0 ? undefined : options;
}

/** Converts the options to fields of `body` for a model. */
export function writtenOptions(options: AnswerOptions, model: string): Record<string, unknown> {
  const { webSearch, responseFormat, thinking, tools, toolChoice, stop, seed, penaltyScore } = options;
  return {
    ...(webSearch !== undefined && {
      web_search: { enable: webSearch, ...(webSearch && { enable_citation: true, enable_trace: true }) },
    }),
    ...(responseFormat !== undefined && { response_format: writtenFormat(responseFormat) }),
    ...(thinking !== undefined && thinkingFields(model, thinking)),
    ...(tools?.length && { tools: tools.map(tool => ({ type: 'function', function: tool })) }),
    ...(toolChoice !== undefined && { tool_choice: writtenChoice(toolChoice) }),
    ...(stop?.length && { stop }),
    ...(seed !== undefined && { seed }),
    ...(penaltyScore !== undefined && { penalty_score: penaltyScore }),
  };
}

/** A search always returns its sources and citations, so `false` is rejected. */
function readWebSearch(fields: LineFields): boolean {
  const enable = fields.required('enable', fields.boolean('enable'));
  for (const name of ['enable_citation', 'enable_trace']) {
    if (fields.boolean(name) === false && enable) throw fields.wrongValue(name, 'true');
  }
  return enable;
}

function readFormat(fields: LineFields): 'text' | 'json_object' | JsonFormat {
  const type = fields.required('type', fields.choice('type', ['text', 'json_object', 'json_schema'] as const));
  if (type !== 'json_schema') return type;
  const format = fields.object('json_schema', described => ({
    name: described.filledText('name'),
    schema: described.required('schema', readSchema(described, 'schema')),
  }));
  return fields.required('json_schema', format);
}

/** Accepts any object; it is sent unchanged. */
function readSchema(fields: LineFields, name: string): JsonSchema | undefined {
  const value = fields.any(name);
  if (value === undefined) return undefined;
  if (typeof value !== 'object' || Array.isArray(value)) throw wrongKind(fields.at(name), 'object');
  return value as JsonSchema;
}

/** Reads both notations of thinking, which differ between models but mean the same. */
function readThinking(body: LineFields): Thinking | undefined {
  const budgetTokens = body.whole('thinking_budget', 1);
  const object = body.object('thinking', fields => fields.choice('type', ['enabled', 'disabled']));
  const plain = body.boolean('enable_thinking');
  const enabled = plain ?? (object === undefined ? undefined : object === 'enabled');
  if (plain !== undefined && object !== undefined && plain !== (object === 'enabled')) {
    throw body.conflict('thinking', 'enable_thinking');
  }
  if (budgetTokens !== undefined && enabled !== true) throw body.conflict('thinking_budget', 'enable_thinking');
  if (enabled === undefined) return undefined;
  return { enabled, ...(budgetTokens !== undefined && { budgetTokens }) };
}

function readTool(value: unknown, path: string): Tool {
  return LineFields.read(value, path, fields => {
    fields.required('type', fields.choice('type', ['function']));
    const tool = fields.object('function', described => {
      const name = described.filledText('name');
      const description = described.text('description');
      const parameters = readSchema(described, 'parameters');
      return {
        name,
        ...(description !== undefined && { description }),
        ...(parameters !== undefined && { parameters }),
      };
    });
    return fields.required('function', tool);
  });
}

function readChoice(body: LineFields): AnswerOptions['toolChoice'] {
  if (typeof body.any('tool_choice') !== 'object')
    return body.choice('tool_choice', ['auto', 'none', 'required'] as const);
  return body.object('tool_choice', fields => {
    fields.required('type', fields.choice('type', ['function']));
    const tool = fields.object('function', named => named.filledText('name'));
    return { tool: fields.required('function', tool) };
  });
}

function readStop(body: LineFields): readonly string[] | undefined {
  if (typeof body.any('stop') === 'string') return [shortStop(body.any('stop'), body.at('stop'), body)];
  const stops = body.list('stop', (value, path) => shortStop(value, path, body));
  if (stops !== undefined && stops.length > MAX_STOPS) throw body.wrongValue('stop', `1–${MAX_STOPS}`);
  return stops;
}

function shortStop(value: unknown, path: string, body: LineFields): string {
  if (typeof value !== 'string') throw wrongKind(path, 'string');
  if (value.length === 0 || value.length > MAX_STOP_LENGTH) {
    throw body.wrongValue(path.slice(body.path.length + 1), `"…" (1–${MAX_STOP_LENGTH})`);
  }
  return value;
}

function writtenFormat(format: 'json_object' | JsonFormat): object {
  if (format === 'json_object') return { type: format };
  return { type: 'json_schema', json_schema: { name: format.name, schema: format.schema } };
}

function writtenChoice(choice: NonNullable<AnswerOptions['toolChoice']>): unknown {
  return typeof choice === 'string' ? choice : { type: 'function', function: { name: choice.tool } };
}
