import type { TokenNetwork } from '../../../src/core/auth/mintToken.ts';
import { ServiceTime } from '../../../src/core/auth/serviceTime.ts';
import type { Logger } from '../../../src/core/logger.ts';
import { shortSender } from '../../../src/core/qianfan/shortSender.ts';
import { madeUp } from '../../support/madeUpSecret.ts';
import { ScriptedFetch, type FetchCall, type FetchReply } from '../../support/scriptedFetch.ts';
import { VirtualClock } from '../../support/virtualClock.ts';

/** A made-up IAM key pair. */
export const IAM = {
  kind: 'iam',
  accessKey: `ALTAK${madeUp('letters', 20, 'access')}`,
  secretKey: madeUp('hex', 32, 'secret'),
} as const;

/** A made-up key pair of a V1 application. */
export const APP = {
  kind: 'app',
  apiKey: madeUp('letters', 24, 'api'),
  // With characters that must be escaped in a URL.
  secretKey: `+/=&${madeUp('letters', 28, 'app')}`,
} as const;

/** A scripted token service with the dependencies needed to call it. */
export class TokenStage {
  readonly clock = new VirtualClock();
  readonly logged: string[] = [];
  readonly logger: Logger;
  readonly time = new ServiceTime(this.clock);
  readonly fetch: ScriptedFetch;
  readonly network: TokenNetwork;

  constructor(reply: (call: FetchCall) => FetchReply | Promise<FetchReply>) {
    const log = (message: string): void => void this.logged.push(message);
    this.logger = { debug: log, info: log, warn: log, error: log };
    this.fetch = new ScriptedFetch(reply);
    const sender = { fetch: () => this.fetch.fetch, clock: this.clock, logger: this.logger };
    this.network = { send: shortSender(sender), clock: this.clock, time: this.time };
  }

  get calls(): readonly FetchCall[] {
    return this.fetch.calls;
  }
}

/** Returns the answer of IAM to a minting request, with the times of the service. */
export function minted(token: string, createdAtMs: number, lifeMs = 24 * 60 * 60 * 1000): Response {
  const [createTime, expireTime] = [createdAtMs, createdAtMs + lifeMs].map(ms => new Date(ms).toISOString());
  return json({ userId: 'u', token, status: 'enable', createTime, expireTime }, 201);
}

/** Returns a refusal of IAM. */
export function iamRefusal(status: number, code: string, message: string, dateMs?: number): Response {
  const date = dateMs === undefined ? {} : { date: new Date(dateMs).toUTCString() };
  return json({}, status, { 'x-bce-error-code': code, 'x-bce-error-message': message, ...date });
}

export function json(body: unknown, status = 200, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json', ...headers } });
}
