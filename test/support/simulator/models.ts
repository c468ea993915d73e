/** A model as the service offers it. All limits are in tokens, prices in nano-yuan (10⁻⁹ CNY) per token. */
export interface SimulatedModel {
  readonly id: string;
  /** Announced by `GET /v2/models`; input and answer together must fit into it. */
  readonly contextTokens: number;
  /**
   * Longer input is refused with `tokens_too_long`; more than four characters per token, with `characters_too_long`
   * (Baidu WENXINWORKSHOP/s/Ultiovtgu).
   */
  readonly maxInputTokens: number;
  /** Upper bound of `max_tokens`, which limits the answer alone. */
  readonly maxAnswerTokens: number;
  /** Upper bound of `max_completion_tokens`, which limits reasoning and answer together. */
  readonly maxCompletionTokens: number;
  /**
   * In ascending order of `upToInputTokens`; the input of a request selects one tier for input and output. Empty: no
   * published price.
   */
  readonly prices: readonly PriceTier[];
  readonly thinking?: 'always' | 'onRequest';
  readonly vision?: boolean;
  /** Retired: requests are refused with `model_offline`, and the list omits it. */
  readonly retired?: boolean;
  /** Request fields this model refuses. */
  readonly refuses?: readonly string[];
}

interface PriceTier {
  /** `null`: no upper bound. */
  readonly upToInputTokens: number | null;
  readonly input: number;
  /** Missing: cached input costs the same as other input. */
  readonly cachedInput?: number;
  readonly output: number;
}

const turbo = { input: 800, cachedInput: 200, output: 3_200, upToInputTokens: null };
const retiredWindow = {
  contextTokens: 131_072,
  maxInputTokens: 118_784,
  maxAnswerTokens: 12_288,
  maxCompletionTokens: 12_288,
};

/**
 * Ids, windows and prices as of 2026-09-24, from Baidu qianfan/s/wmh4sv6ya. Input limits other than ernie-5.1's (about
 * 119K) are the window minus room for an answer, since Baidu's figures were not found.
 */
export const MODELS: readonly SimulatedModel[] = [
  {
    id: 'ernie-5.1',
    contextTokens: 131_072,
    maxInputTokens: 121_856,
    maxAnswerTokens: 65_536,
    maxCompletionTokens: 65_536,
    prices: [
      { upToInputTokens: 32_768, input: 4_000, output: 18_000 },
      { upToInputTokens: null, input: 6_000, output: 22_000 },
    ],
    thinking: 'onRequest',
  },
  { id: 'ernie-4.5-turbo-20260402', ...retiredWindow, prices: [turbo] },
  { id: 'ernie-4.5-turbo-latest', ...retiredWindow, prices: [turbo] },
  {
    id: 'ernie-x1.1',
    contextTokens: 65_536,
    maxInputTokens: 57_344,
    maxAnswerTokens: 65_536,
    maxCompletionTokens: 65_536,
    prices: [{ upToInputTokens: null, input: 1_000, output: 4_000 }],
    thinking: 'always',
  },
  {
    id: 'ernie-x1-turbo-32k',
    contextTokens: 32_768,
    maxInputTokens: 24_576,
    maxAnswerTokens: 16_384,
    maxCompletionTokens: 28_160,
    prices: [{ upToInputTokens: null, input: 1_000, output: 4_000 }],
    thinking: 'always',
    refuses: ['seed', 'stop', 'response_format', 'penalty_score'],
  },
  {
    // The extension has no price for it either: its meter has to say so, and must not show 0.
    id: 'ernie-5.5-flash-preview',
    contextTokens: 131_072,
    maxInputTokens: 121_856,
    maxAnswerTokens: 65_536,
    maxCompletionTokens: 65_536,
    prices: [],
    refuses: ['temperature'],
  },
  ...[
    'ernie-5.0',
    'ernie-4.5-turbo-128k',
    'ernie-4.5-turbo-32k',
    'ernie-4.5-turbo-vl-128k',
    'ernie-4.5-turbo-vl-32k',
  ].map(id => ({ id, ...retiredWindow, prices: [turbo], retired: true })),
];

/**
 * Returns the body of `GET /v2/models`: prices are strings in CNY per 1,000 tokens, of the first tier (as public
 * clients read it).
 */
export function modelList(models: readonly SimulatedModel[]): object {
  return { object: 'list', data: models.filter(model => model.retired !== true).map(listed) };
}

function listed(model: SimulatedModel): object {
  const price = model.prices[0];
  return {
    id: model.id,
    object: 'model',
    type: 'chat',
    context_length: model.contextTokens,
    max_completions_tokens: model.maxCompletionTokens,
    max_tokens: model.maxAnswerTokens,
    ...(price && { pricing: { prompt: yuanPerThousand(price.input), completion: yuanPerThousand(price.output) } }),
  };
}

/** 1 nano-yuan a token is 10⁻⁶ CNY per 1,000 tokens. */
function yuanPerThousand(nanoYuanPerToken: number): string {
  return (nanoYuanPerToken / 1_000_000).toFixed(6).replace(/0+$/, '').replace(/\.$/, '');
}
