import { isBaiduCloud } from '../baiduCloud.ts';
import type { ChatRequest, Endpoint } from '../chat.ts';
import type { AnswerKey } from './answerStore.ts';
import { canonicalJson } from './canonicalJson.ts';
import { MessageDigest } from './messageDigest.ts';
import { sha256 } from './sha256.ts';

/** To be counted up with every change of how keys are made: answers kept under the old ones are not found then. */
const SCHEME = 'ask-wenxin answer 1';

/** Gives questions their keys: the same to those that would be answered alike, whoever asks, and another one to all others. */
export class AnswerKeys {
  readonly #account: (endpoint: Endpoint) => string;
  readonly #messages = new MessageDigest();

  /** @param account name of the account that pays at an endpoint. */
  constructor(account: (endpoint: Endpoint) => string) {
    this.#account = account;
  }

  /**
   * The key of what this model answers at this endpoint, which need not be the ones that were asked. `undefined` when the
   * answer is to be neither kept nor shared: it is a part of one, with tools only a step, and a key is checked by asking.
   * A conversation in which tools were called is not asked again either, as its calls have ids of their own, and what it
   * says holds what tools found in files.
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
 * Endpoints of one kind answer alike. The public service does at all its addresses; elsewhere a model's name may mean
 * another model. An application is only what usage is booked to (Baidu qianfan/s/Hmh4suq26).
 */
function kindOf({ api = 'v2', baseUrl }: Endpoint): readonly string[] {
  return isBaiduCloud(baseUrl) ? [api] : [api, normalised(baseUrl)];
}

/** One text for all ways to write an address. */
function normalised(baseUrl: string): string {
  if (!URL.canParse(baseUrl)) return baseUrl;
  const url = new URL(baseUrl);
  url.pathname = url.pathname.replace(/\/+$/, '');
  url.hash = '';
  return url.href;
}
