import type { AuthorizedRequest } from '../../../src/core/chat.ts';
import { ScriptedBody, bodyOf, eventStream } from '../../support/scriptedFetch.ts';
import { Attempt, DONE, FINISH, USAGE, delta, event } from './attempt.ts';

/** One protocol in recorded bytes, so that common behaviour is tested for both. */
export interface Recorded {
  readonly name: string;
  /** The fields that select this protocol for a request. */
  readonly request: Partial<AuthorizedRequest>;
  /** The URL the request is sent to. */
  readonly url: string;
  /** Returns a message with a piece of text that is not the last one. */
  readonly piece: (text: string) => string;
  /** The messages that complete an answer, with a usage of 7 tokens in and 67 out. */
  readonly end: readonly string[];
  /** The first of these messages, which completes the answer. */
  readonly completion: string;
  /** Returns an answer that is not streamed. */
  readonly whole: (text: string) => object;
  /** An error for a reached rate limit, with the ID `as-9`. */
  readonly limit: object;
  readonly limitCode: string;
}

/** Returns a V1 frame as captured in 2024: each one says `normal`, and only the last one counts the output. */
export function frame(result: string, more: object = {}): string {
  const usage = { prompt_tokens: 7, completion_tokens: 0, total_tokens: 7 };
  return event({
    id: 'as-1',
    object: 'chat.completion',
    created: 1_707_245_236,
    sentence_id: 0,
    is_end: false,
    is_truncated: false,
    result,
    need_clear_history: false,
    finish_reason: 'normal',
    usage,
    ...more,
  });
}

const FRAME_END = frame('', {
  is_end: true,
  usage: { prompt_tokens: 7, completion_tokens: 67, total_tokens: 74 },
});

export const v1Endpoint = { name: 'test', baseUrl: 'https://aip.example', api: 'v1' } as const;

export const DIALECTS: readonly Recorded[] = [
  {
    name: 'V2',
    request: {},
    url: 'https://qianfan.example/v2/chat/completions',
    piece: text => delta(text),
    end: [FINISH, USAGE, DONE],
    completion: FINISH,
    whole: text => ({
      id: 'as-2',
      choices: [{ message: { role: 'assistant', content: text }, finish_reason: 'stop' }],
      usage: { prompt_tokens: 7, completion_tokens: 67, total_tokens: 74 },
    }),
    limit: {
      error: { code: 'rpm_rate_limit_exceeded', message: 'slow down', type: 'rate_limit_exceeded' },
      id: 'as-9',
    },
    limitCode: 'rpm_rate_limit_exceeded',
  },
  {
    name: 'V1',
    request: { endpoint: v1Endpoint, model: 'ernie-4.0-8k' },
    url: 'https://aip.example/rpc/2.0/ai_custom/v1/wenxinworkshop/chat/completions_pro',
    piece: text => frame(text),
    end: [FRAME_END],
    completion: FRAME_END,
    whole: text => ({
      id: 'as-2',
      object: 'chat.completion',
      result: text,
      is_truncated: false,
      need_clear_history: false,
      finish_reason: 'normal',
      usage: { prompt_tokens: 7, completion_tokens: 67, total_tokens: 74 },
    }),
    limit: { error_code: 18, error_msg: 'Open api qps request limit reached', id: 'as-9' },
    limitCode: '18',
  },
];

/** Returns an attempt whose streamed answer consists of these pieces. */
export function streamIn({ request }: Recorded, ...pieces: (string | Uint8Array)[]): Attempt {
  return new Attempt(() => eventStream(bodyOf(...pieces)), request);
}

/** Returns an attempt with a body that the test keeps writing to. */
export function openStreamIn({ request }: Recorded): { attempt: Attempt; body: ScriptedBody } {
  const body = new ScriptedBody();
  return { body, attempt: new Attempt(() => eventStream(body.stream), request) };
}
