import { laneKey, type Lane, type SharedState } from '../admission.ts';
import type { Clock } from '../clock.ts';

/** In-process replacement for the state that windows share through the ledger. */
export class MemoryShared implements SharedState {
  readonly #clock: Clock;
  readonly #lanes = new Map<string, object>();
  readonly #open = new Map<number, readonly string[]>();
  readonly #counts = new Map<string, number>();
  #seenAtMs = -Infinity;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get nowMs(): number {
    return this.#clock.now();
  }

  /** Records that an attempt begins. */
  enter(id: number, lane: Lane): void {
    const keys = [lane.account, laneKey(lane)];
    this.#open.set(id, keys);
    for (const key of keys) this.#count(key, 1);
  }

  /** Records that an attempt ends. */
  leave(id: number): void {
    for (const key of this.#open.get(id) ?? []) this.#count(key, -1);
    this.#open.delete(id);
  }

  open(lane: Lane): { readonly account: number; readonly lane: number } {
    return { account: this.#counts.get(lane.account) ?? 0, lane: this.#counts.get(laneKey(lane)) ?? 0 };
  }

  isOpen(attemptId: number): boolean {
    return this.#open.has(attemptId);
  }

  lane(lane: Lane): unknown {
    return this.#lanes.get(laneKey(lane));
  }

  keepLane(lane: Lane, state: object): void {
    this.#lanes.set(laneKey(lane), state);
  }

  interactive(): { readonly seenAtMs: number; readonly waitsElsewhere: boolean } {
    return { seenAtMs: this.#seenAtMs, waitsElsewhere: false };
  }

  noteInteractive(): void {
    this.#seenAtMs = this.nowMs;
  }

  #count(key: string, by: 1 | -1): void {
    this.#counts.set(key, (this.#counts.get(key) ?? 0) + by);
  }
}
