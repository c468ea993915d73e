import { isBaiduCloud } from '../baiduCloud.ts';
import type { ChatRequest, Endpoint } from '../chat.ts';
import type { AnswerKey } from './answerStore.ts';
import { canonicalJson } from './canonicalJson.ts';
import { MessageDigest } from './messageDigest.ts';
import { sha256 } from './sha256.ts';

/** Increase it whenever the way keys are made changes; answers kept under old keys are then no longer found. */
const SCHEME = 'ask-wenxin answer 1';

/** Cache keys of questions: equal for those that get the same answer, whoever asks, and different for all others. */
export class AnswerKeys {
  readonly #account: (endpoint: Endpoint) => string;
  readonly #messages = new MessageDigest();

  /** @param account returns the name of the account that pays at an endpoint. */
  constructor(account: (endpoint: Endpoint) => string) {
    this.#account = account;
  }

  /**
   * Returns the key for the answer of this model at this endpoint, which may differ from those that were asked for.
   * `undefined` if the answer must be neither kept nor shared: it is part of a larger answer, a step of a conversation
   * with tools, or a check of credentials. A conversation with tool calls is never repeated anyway, since call ids are
   * unique, and it contains what the tools read from files.
   */
  of(request: ChatRequest, endpoint: Endpoint, model: string): AnswerKey | undefined {
    const { feature, messages, maxOutputTokens, temperature, isPart, options = {} } = request;
    if (feature === 'keyCheck' || isPart || hasTools(request)) return undefined;
    const what = [model, maxOutputTokens, temperature, options, this.#messages.of(messages)];
    return sha256(canonicalJson([SCHEME, kindOf(endpoint), this.#account(endpoint), ...what]));
  }
}

function hasTools({ messages, options }: ChatRequest): boolean {
  if ((options?.tools ?? []).length > 0) return true;
  return messages.some(
    message => message.role === 'tool' || (message.role === 'assistant' && (message.toolCalls ?? []).length > 0),
  );
}

/**
 * Returns what decides how an endpoint answers. The public service answers alike at all its addresses; at another host
 * a model name may mean another model. The application only decides where usage is booked (Baidu qianfan/s/Hmh4suq26).
 */
function kindOf({ api = 'v2', baseUrl }: Endpoint): readonly string[] {
  return isBaiduCloud(baseUrl) ? [api] : [api, normalised(baseUrl)];
}

/** Returns the same text for all spellings of an address. */
function normalised(baseUrl: string): string {
  if (!URL.canParse(baseUrl)) return baseUrl;
  const url = new URL(baseUrl);
  url.pathname = url.pathname.replace(/\/+$/, '');
  url.hash = '';
  return url.href;
}
