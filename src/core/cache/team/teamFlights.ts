import { randomBytes } from 'node:crypto';
import { abortable } from '../../abortable.ts';
import type { Waiting } from '../../chat.ts';
import type { Clock } from '../../clock.ts';
import { pause } from '../../pause.ts';
import type { AnswerKey } from '../answerStore.ts';
import type { FlightBoard, Landing, Lead } from '../flightBoard.ts';
import type { ServerHealth } from './serverHealth.ts';
import type { TeamAnswers } from './teamAnswers.ts';
import type { TeamNames } from './teamNames.ts';

/** Lease time: how long a lead lives after its last renewal, and how long its landing is stored for the followers. */
const LEASE_MS = 5_000;
const RENEW_EVERY_MS = 2_000;
const POLL_EVERY_MS = 250;

const OWNER_BYTES = 16;
const OWNER = /^[\w-]{22}$/;

/** Another process holds the lead. */
interface Following {
  readonly type: 'following';
  readonly holder: string;
}

/**
 * Board on which the computers of a team share a question. The leader holds a lease on the server. The followers poll
 * it every 250 ms; when it is gone, they read the answer from a short-lived key of their own, because the cache entry
 * is written later, and under the key of the model that answered. A failure is not shared: a follower takes the lead.
 */
export class TeamFlights implements FlightBoard {
  readonly #health: ServerHealth;
  readonly #answers: TeamAnswers;
  readonly #names: TeamNames;
  readonly #clock: Clock;
  readonly #leads = new Set<Lead>();

  constructor(health: ServerHealth, answers: TeamAnswers, names: TeamNames, clock: Clock) {
    this.#health = health;
    this.#answers = answers;
    this.#names = names;
    this.#clock = clock;
  }

  async *take(key: AnswerKey, signal: AbortSignal): AsyncGenerator<Waiting, Lead | Landing | undefined> {
    const owner = randomBytes(OWNER_BYTES).toString('base64url');
    let followed: string | undefined;
    for (;;) {
      signal.throwIfAborted();
      const looking = this.#look(key, owner, followed);
      const seen = await abortable(looking, signal).catch((reason: unknown) => {
        // The abandoned call may still acquire the lead.
        void looking.then(late => late?.type === 'lead' && late.end());
        throw reason;
      });
      if (seen?.type !== 'following') return seen;
      if (followed === undefined) yield { type: 'waiting', why: 'flight' };
      followed = seen.holder;
      await pause(this.#clock, POLL_EVERY_MS, signal);
    }
  }

  /** Releases all leads, so that followers need not wait until the leases expire. */
  close(): void {
    for (const lead of [...this.#leads]) lead.end();
  }

  /** @param followed owner of the awaited flight. When it is over, returns its answer, the lead, or the new holder. */
  async #look(
    key: AnswerKey,
    owner: string,
    followed: string | undefined,
  ): Promise<Lead | Landing | Following | undefined> {
    const name = this.#names.flight(key);
    const holder = await this.#health.run(server => server.takeLease(name, owner, LEASE_MS));
    // The command may have arrived all the same. A holder that is not in our format was not written by us.
    if (holder === undefined) this.#release(name, owner);
    if (holder === undefined || !OWNER.test(holder)) return undefined;
    const isOver = followed !== undefined && holder !== followed;
    const answer = isOver ? await this.#answers.landed(followed) : undefined;
    if (holder !== owner) return answer === undefined ? { type: 'following', holder } : { type: 'answer', answer };
    if (answer === undefined) return this.#lead(name, owner);
    this.#release(name, owner);
    return { type: 'answer', answer };
  }

  #lead(name: string, owner: string): Lead {
    let isOver = false;
    let cancel = (): void => undefined;
    const renewLater = (): void => {
      cancel = this.#clock.after(RENEW_EVERY_MS, () => void renew());
    };
    const renew = async (): Promise<void> => {
      const isStillOurs = await this.#health.run(server => server.renewLease(name, owner, LEASE_MS));
      if (isStillOurs !== false && !isOver) renewLater();
    };
    const lead: Lead = {
      type: 'lead',
      end: landing => {
        if (isOver) return;
        isOver = true;
        cancel();
        this.#leads.delete(lead);
        // In this order: a follower that finds the lease gone must find the answer.
        if (landing?.type === 'answer') this.#answers.land(owner, landing.answer, LEASE_MS);
        this.#release(name, owner);
      },
    };
    this.#leads.add(lead);
    renewLater();
    return lead;
  }

  #release(name: string, owner: string): void {
    void this.#health.run(server => server.releaseLease(name, owner));
  }
}
