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

/** So long a lead outlives the last sign of its owner, and so long the others have to hear of what came of it. */
const LEASE_MS = 5_000;
const RENEW_EVERY_MS = 2_000;
const POLL_EVERY_MS = 250;

const OWNER_BYTES = 16;
const OWNER = /^[\w-]{22}$/;

/** Somebody else has the lead. */
interface Following {
  readonly type: 'following';
  readonly holder: string;
}

/**
 * Lets a team's computers ask the same question once. Who leads holds a lease on the server; the others look every 250 ms
 * whether it still does, and then for the answer, which is left there for a moment for them alone: where answers are kept,
 * it comes later and under the key of the model that answered. A failure is not handed over: the next one takes the lead.
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
        // Who left may have got the lead in this moment.
        void looking.then(late => late?.type === 'lead' && late.end());
        throw reason;
      });
      if (seen?.type !== 'following') return seen;
      if (followed === undefined) yield { type: 'waiting', why: 'flight' };
      followed = seen.holder;
      await pause(this.#clock, POLL_EVERY_MS, signal);
    }
  }

  /** Gives up all leads, so that others need not wait until they see that their owner is gone. */
  close(): void {
    for (const lead of [...this.#leads]) lead.end();
  }

  /** @param followed whose flight is waited for. When it is over, there is its answer, or the lead, or another one's. */
  async #look(
    key: AnswerKey,
    owner: string,
    followed: string | undefined,
  ): Promise<Lead | Landing | Following | undefined> {
    const name = this.#names.flight(key);
    const holder = await this.#health.run(server => server.takeLease(name, owner, LEASE_MS));
    // Nobody knows whether it came through. What is no lease may be anybody's.
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
        // In this order: whoever sees that the lease is gone finds the answer.
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
