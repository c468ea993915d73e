import type { SimulatedModel } from '../models.ts';

/** A V1 chat service: one model behind its own URL. */
export interface V1Service {
  /** Last segment of its URL. */
  readonly endpoint: string;
  /** Name in the service list. */
  readonly name: string;
  /** Only its prices and token limits are used; its id is the key for rate limits and bills. */
  readonly model: SimulatedModel;
  /** Of all messages and the system text together; checked before tokens (Baidu WENXINWORKSHOP/s/Ultiovtgu). */
  readonly maxInputCharacters: number;
  /**
   * `functions`: the older form of function calls. `tuning`: minimum length and the two penalties of Speed, Lite and
   * Tiny.
   */
  readonly takes?: readonly ('functions' | 'tuning' | 'tools')[];
}

/**
 * Names, URLs and input limits come from the table in Baidu's Python SDK (bce-qianfan-sdk 6cacf60, chat_completion.py);
 * prices are rounded, as of early 2025. A few services of each family are enough; tests can add others with the
 * `v1Services` setting.
 */
export const V1_SERVICES: readonly V1Service[] = [
  service('completions_pro', 'ERNIE-4.0-8K', [20_000, 5_120, 2_048], [30_000, 90_000], ['functions']),
  service('ernie-4.0-turbo-8k', 'ERNIE-4.0-Turbo-8K', [20_000, 6_144, 2_048], [3_000, 9_000], ['functions']),
  service('completions', 'ERNIE-3.5-8K', [20_000, 5_120, 2_048], [800, 2_000], ['functions']),
  service('ernie-3.5-128k', 'ERNIE-3.5-128K', [516_096, 126_976, 4_096], [800, 2_000], ['functions']),
  service('ernie-speed-pro-128k', 'ERNIE-Speed-Pro-128K', [516_096, 126_976, 4_096], [300, 600], ['tuning', 'tools']),
  service('ernie_speed', 'ERNIE-Speed-8K', [11_200, 7_168, 2_048], [0, 0], ['tuning', 'tools']),
  service('ernie-speed-128k', 'ERNIE-Speed-128K', [507_904, 126_976, 4_096], [0, 0], ['tuning', 'tools']),
  service('ernie-lite-8k', 'ERNIE-Lite-8K', [11_200, 7_168, 2_048], [0, 0], ['tuning', 'tools']),
  service('eb-instant', 'ERNIE-Lite-8K-0922', [11_200, 7_168, 1_024], [0, 0], ['tuning']),
  service('ernie-tiny-8k', 'ERNIE-Tiny-8K', [24_000, 6_144, 2_048], [0, 0], ['tuning', 'tools']),
  service('ernie-char-8k', 'ERNIE-Character-8K', [24_000, 6_144, 2_048], [300, 600]),
];

/** Limits: input characters, input tokens, output tokens. Prices: nano-yuan per input and output token. */
function service(
  endpoint: string,
  name: string,
  [maxInputCharacters, maxInputTokens, maxOutputTokens]: readonly [number, number, number],
  [input, output]: readonly [number, number],
  takes: V1Service['takes'] = [],
): V1Service {
  const model = {
    id: name.toLowerCase(),
    contextTokens: maxInputTokens + maxOutputTokens,
    maxInputTokens,
    maxAnswerTokens: maxOutputTokens,
    maxCompletionTokens: maxOutputTokens,
    prices: [{ upToInputTokens: null, input, output }],
  };
  return { endpoint, name, model, maxInputCharacters, takes };
}
