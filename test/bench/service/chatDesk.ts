import type { IncomingMessage, ServerResponse } from 'node:http';
import { BILLED, v1Answer, v2Answer } from './answers.ts';
import { Bucket } from './bucket.ts';
import { type Counts, machineMs } from './counters.ts';
import type { Knobs } from './knobs.ts';
import { Places } from './places.ts';
import { seededRandom } from './random.ts';
import { sendV1Error, sendV2Error } from './reply.ts';
import { CREDENTIALS, type Tokens } from './tokens.ts';
import { drawWork } from './work.ts';

/** A chat request with its body. */
export interface Asked {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly url: URL;
  readonly api: 'v1' | 'v2';
  readonly body: string;
}

/** Answers chat requests: checks credentials and the limit, waits for a slot and the latency, and sends the answer. */
export class ChatDesk {
  readonly #knobs: () => Knobs;
  readonly #counts: Counts;
  readonly #tokens: Tokens;
  readonly #bucket: Bucket;
  readonly #places: Places;
  readonly #draw: ReturnType<typeof drawWork>;
  readonly #even: () => number;
  readonly #limitHeader: Readonly<Record<string, string>>;

  constructor(knobs: () => Knobs, counts: Counts, tokens: Tokens) {
    const { seed, perSecond, burst, capacity, tellsLimit } = knobs();
    this.#knobs = knobs;
    this.#counts = counts;
    this.#tokens = tokens;
    this.#bucket = new Bucket(perSecond, burst);
    this.#places = new Places(capacity);
    this.#draw = drawWork(knobs());
    this.#even = seededRandom(seed + 2_000_003);
    this.#limitHeader = tellsLimit ? { 'x-ratelimit-limit-requests': String(perSecond * 60) } : {};
  }

  ask(asked: Asked): void {
    const { response, request } = asked;
    this.#counts.requests++;
    this.#counts.lastRequestAtMs = machineMs();
    const { outage } = this.#knobs();
    if (outage !== 'none') {
      this.#counts.broken++;
      if (outage === 'resets') request.socket.resetAndDestroy();
      else sendV2Error(response, 500, 'internal_error', 'Internal_error');
      return;
    }
    const isStreamed = streamedOf(asked.body);
    if (isStreamed === undefined) {
      this.#counts.malformed++;
      sendV2Error(response, 400, 'invalid_messages', 'invalid_request_error');
    } else if (!this.#mayAsk(asked)) {
      this.#counts.unauthorized++;
      if (asked.api === 'v1') sendV1Error(response, 111, 'Access token expired');
      else sendV2Error(response, 401, 'invalid_iam_token', 'invalid_request_error');
    } else if (!this.#bucket.take(performance.now())) {
      this.#counts.refused++;
      // A V1 error code at V2's URL too: the real gateway does the same.
      if (this.#even() < 0.5) sendV1Error(response, 18, 'Open api qps request limit reached');
      else sendV2Error(response, 429, 'rpm_rate_limit_exceeded', 'rate_limit_exceeded');
    } else {
      this.#work(asked, isStreamed);
    }
  }

  #mayAsk({ api, url, request }: Asked): boolean {
    if (api === 'v1') return this.#tokens.holds(url.searchParams.get('access_token') ?? '', performance.now());
    const { authorization = '' } = request.headers;
    const token = authorization.replace(/^Bearer /, '');
    return token === CREDENTIALS.key || this.#tokens.holds(token, performance.now());
  }

  #work(asked: Asked, isStreamed: boolean): void {
    const { response, request } = asked;
    let isStarted = false;
    let isBroken = false;
    const leaveLine = this.#places.enter(() => {
      isStarted = true;
      const { latencyMs, isReset } = this.#draw();
      const finish = (): void => {
        this.#places.leave();
        if (!isReset) {
          this.#answer(asked, isStreamed);
        } else if (!response.destroyed) {
          isBroken = true;
          this.#counts.broken++;
          request.socket.resetAndDestroy();
        }
      };
      const takesMs = isReset ? latencyMs / 2 : latencyMs;
      if (takesMs === 0) finish();
      else setTimeout(finish, takesMs);
    });
    response.once('close', () => {
      if (response.writableFinished || isBroken) return;
      if (!isStarted) leaveLine();
      this.#counts.left++;
      this.#counts.lastLeftAtMs = machineMs();
    });
  }

  #answer({ response, api }: Asked, isStreamed: boolean): void {
    this.#counts.inputTokens += BILLED.inputTokens;
    this.#counts.outputTokens += BILLED.outputTokens;
    if (response.destroyed) {
      this.#counts.wasted++;
      return;
    }
    const answer = api === 'v1' ? v1Answer : v2Answer;
    const type = isStreamed ? 'text/event-stream; charset=utf-8' : 'application/json';
    response.writeHead(200, { 'content-type': type, ...this.#limitHeader });
    const { firstTokenMs, tokenGapMs } = this.#knobs();
    if (isStreamed && firstTokenMs + tokenGapMs > 0) {
      this.#drip(response, answer.pieces, firstTokenMs, tokenGapMs);
    } else {
      response.end(isStreamed ? answer.stream : answer.whole);
      this.#counts.answered++;
    }
  }

  #drip(response: ServerResponse, pieces: readonly Buffer[], firstTokenMs: number, tokenGapMs: number): void {
    const left = [...pieces];
    const next = (): void => {
      if (response.destroyed) {
        this.#counts.wasted++;
        return;
      }
      response.write(left.shift());
      if (left.length > 0) {
        setTimeout(next, tokenGapMs);
      } else {
        response.end();
        this.#counts.answered++;
      }
    };
    response.flushHeaders();
    if (firstTokenMs === 0) next();
    else setTimeout(next, firstTokenMs);
  }
}

/** Returns whether a stream is requested; `undefined` if the text is not a chat request. */
function streamedOf(text: string): boolean | undefined {
  try {
    const { messages, stream } = JSON.parse(text) as { messages?: unknown; stream?: unknown };
    const isChat = Array.isArray(messages) && messages.length > 0;
    return isChat ? stream === true : undefined;
  } catch {
    return undefined;
  }
}
