import assert from 'node:assert/strict';

import { bearer } from '../../../src/core/auth/apiKey.ts';
import type { AuthorizedRequest, ChatEvent } from '../../../src/core/chat.ts';
import { WenxinError } from '../../../src/core/errors.ts';
import type { FailureKind } from '../../../src/core/errors.ts';
import { createQianfanBackend } from '../../../src/core/qianfan/http.ts';
import { ScriptedFetch } from '../../support/scriptedFetch.ts';
import type { FetchCall, FetchReply } from '../../support/scriptedFetch.ts';
import { VirtualClock } from '../../support/virtualClock.ts';
import { authorizedRequest } from './authorizedRequest.ts';

export const KEY = 'bce-v3/ALTAK-canaryid/0123456789abcdef-canary-key';
export const QUESTION = '金丝雀问题 canary question';
const TIMEOUTS = { firstTokenMs: 60_000, betweenTokensMs: 30_000, totalMs: 600_000 };

/** One attempt at a scripted service, with everything a test may inspect. */
export class Attempt {
  readonly clock = new VirtualClock();
  readonly network: ScriptedFetch;
  readonly controller = new AbortController();
  readonly logged: string[] = [];
  readonly started: (string | undefined)[] = [];
  readonly asked: string[] = [];
  readonly events: ChatEvent[] = [];
  readonly answer: AsyncIterable<ChatEvent>;
  timeouts = TIMEOUTS;
  fetch: typeof globalThis.fetch;

  constructor(reply: (call: FetchCall) => FetchReply | Promise<FetchReply>, change: Partial<AuthorizedRequest> = {}) {
    this.network = new ScriptedFetch(reply);
    this.fetch = this.network.fetch;
    const log = (message: string): void => void this.logged.push(message);
    const backend = createQianfanBackend({
      fetch: () => this.fetch,
      clock: this.clock,
      logger: { debug: log, info: log, warn: log, error: log },
      timeouts: model => {
        this.asked.push(model);
        return this.timeouts;
      },
    });
    this.answer = backend(
      authorizedRequest({
        messages: [{ role: 'user', content: QUESTION }],
        maxOutputTokens: 4096,
        endpoint: { name: 'test', baseUrl: 'https://qianfan.example/v2' },
        onAnswerStarted: requestId => void this.started.push(requestId),
        authorization: bearer(KEY),
        ...change,
      }),
      this.controller.signal,
    );
  }

  /** Reads the answer to its end. */
  async run(): Promise<ChatEvent[]> {
    for await (const event of this.answer) this.events.push(event);
    return this.events;
  }

  get text(): string {
    return this.events.map(event => (event.type === 'text' ? event.text : '')).join('');
  }

  /** Reads to the expected failure and returns it. */
  async failure(): Promise<WenxinError> {
    const error = await this.run().then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    if (!(error instanceof WenxinError))
      throw new assert.AssertionError({ message: `No failure but ${String(error)}` });
    return error;
  }

  async fails(kind: FailureKind): Promise<WenxinError> {
    const failure = await this.failure();
    assert.equal(failure.kind, kind);
    return failure;
  }
}

/** Returns a message of a stream with a piece of text. */
export function delta(content: string, more: object = {}): string {
  return event({ id: 'as-1', choices: [{ index: 0, delta: { content }, ...more }] });
}

export function event(data: unknown): string {
  return `data: ${JSON.stringify(data)}\n\n`;
}

export const FINISH = event({ id: 'as-1', choices: [{ index: 0, delta: { content: '' }, finish_reason: 'stop' }] });
export const USAGE = event({
  id: 'as-1',
  choices: [],
  usage: { prompt_tokens: 7, completion_tokens: 67, total_tokens: 74, prompt_tokens_details: { cached_tokens: 5 } },
});
export const DONE = 'data: [DONE]\n\n';
