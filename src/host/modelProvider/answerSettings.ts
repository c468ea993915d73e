import type { AnswerOptions, Tool } from '../../core/answerOptions.ts';
import { isMap } from '../../core/tools/schemaKeywords.ts';

/** Answer options requested by another extension. */
interface WantedAnswer {
  readonly modelOptions?: { readonly [name: string]: unknown } | undefined;
  readonly tools?: readonly OfferedTool[] | undefined;
  readonly mustCallTool: boolean;
}

interface OfferedTool {
  readonly name: string;
  readonly description: string;
  /** Unchecked, because not every extension adheres to the types. */
  readonly inputSchema?: unknown;
}

/** Limits from the user's settings and the model. */
interface AllowedAnswer {
  readonly maxOutputTokens: number;
  readonly temperature: number | undefined;
}

/** Settings for the request. */
interface AnswerSettings {
  readonly maxOutputTokens: number;
  /** True when the extension requested this limit itself, so that a truncated answer is expected. */
  readonly isOwnLimit: boolean;
  readonly temperature?: number;
  readonly options?: AnswerOptions;
}

/** Names that extensions use for the output limit. */
const LIMIT_NAMES = [
  'max_completion_tokens',
  'max_tokens',
  'maxTokens',
  'max_output_tokens',
  'maxOutputTokens',
] as const;

const MOST_STOPS = 4;
const LONGEST_STOP = 20;
const LARGEST_SEED = 2_147_483_647;

/**
 * Converts an extension's model options to request settings. Drops options that the service does not support or whose
 * values are invalid, as VS Code's built-in models do. A limit can be lowered but not raised.
 */
export function answerSettings(wanted: WantedAnswer, allowed: AllowedAnswer): AnswerSettings {
  const { modelOptions: wishes = {}, tools = [], mustCallTool } = wanted;
  const limit = LIMIT_NAMES.map(name => wishes[name]).find(isCount);
  const temperature = isWithin(wishes['temperature'], 0, 2) ? wishes['temperature'] : allowed.temperature;
  const stop = stopsOf(wishes['stop']);
  const { seed } = wishes;
  const options: AnswerOptions = {
    ...(tools.length > 0 && { tools: tools.map(toolOf) }),
    ...(tools.length > 0 && mustCallTool && { toolChoice: 'required' }),
    ...(stop !== undefined && { stop }),
    ...(isWithin(seed, 0, LARGEST_SEED) && Number.isInteger(seed) && { seed }),
  };
  return {
    maxOutputTokens: Math.min(limit ?? Infinity, allowed.maxOutputTokens),
    isOwnLimit: limit !== undefined && limit <= allowed.maxOutputTokens,
    ...(temperature !== undefined && { temperature }),
    ...(Object.keys(options).length > 0 && { options }),
  };
}

function toolOf({ name, description, inputSchema }: OfferedTool): Tool {
  return {
    name,
    ...(description !== '' && { description }),
    ...(isMap(inputSchema) && { parameters: inputSchema }),
  };
}

function stopsOf(wish: unknown): readonly string[] | undefined {
  const stops: readonly unknown[] = Array.isArray(wish) ? wish : [wish];
  const fitting = stops.filter(
    (stop): stop is string => typeof stop === 'string' && stop !== '' && stop.length <= LONGEST_STOP,
  );
  return fitting.length === stops.length && stops.length <= MOST_STOPS && stops.length > 0 ? fitting : undefined;
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value > 0;
}

function isWithin(value: unknown, least: number, most: number): value is number {
  return typeof value === 'number' && value >= least && value <= most;
}
