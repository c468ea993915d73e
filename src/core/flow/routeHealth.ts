import type { Clock } from '../clock.ts';
import type { Route } from './route.ts';

interface Illness {
  failures: number;
  untilMs: number;
  /** The route object of the question that is probing the route now. */
  triedBy: Route | undefined;
}

/** Upper bound for the time between tries of a failing route. */
const LONGEST_MS = 600_000;

/**
 * Which routes failed recently. After a while one question tries such a route again; others follow once it was
 * answered. Each question has a route object of its own, which identifies it.
 */
export class RouteHealth {
  readonly #illnesses = new Map<string, Illness>();
  /** When questions were sent on their routes, by the monotonic clock. */
  readonly #takenAtMs = new WeakMap<Route, number>();
  readonly #clock: Clock;
  readonly #recoveryMs: () => number;

  constructor(clock: Clock, recoveryMs: () => number) {
    this.#clock = clock;
    this.#recoveryMs = recoveryMs;
  }

  isSick(route: Route): boolean {
    const illness = this.#illnesses.get(keyOf(route));
    return illness !== undefined && (illness.triedBy !== undefined || this.#clock.monotonicMs() < illness.untilMs);
  }

  taken(route: Route): void {
    this.#takenAtMs.set(route, this.#clock.monotonicMs());
    const illness = this.#illnesses.get(keyOf(route));
    if (illness !== undefined) illness.triedBy ??= route;
  }

  succeeded(route: Route): void {
    this.#illnesses.delete(keyOf(route));
  }

  undecided(route: Route): void {
    const illness = this.#illnesses.get(keyOf(route));
    if (illness?.triedBy === route) illness.triedBy = undefined;
  }

  /** @param retryAfterMs the time until the next try, if known. */
  failed(route: Route, retryAfterMs: number | undefined): void {
    const nowMs = this.#clock.monotonicMs();
    const before = this.#illnesses.get(keyOf(route));
    // The failure of a question sent before the route became unhealthy says nothing new.
    const isNew = before === undefined || (this.#takenAtMs.get(route) ?? nowMs) >= before.untilMs;
    const failures = (before?.failures ?? 0) + (isNew ? 1 : 0);
    const ownMs = this.#recoveryMs() * 2 ** (failures - 1);
    const untilMs = isNew ? nowMs + Math.min(LONGEST_MS, retryAfterMs ?? ownMs) : before.untilMs;
    const triedBy = before?.triedBy === route ? undefined : before?.triedBy;
    this.#illnesses.set(keyOf(route), { failures, untilMs, triedBy });
  }
}

function keyOf({ endpoint, model }: Route): string {
  return `${endpoint.account ?? ''}\n${endpoint.name}\n${model}`;
}
