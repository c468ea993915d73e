import type { Lane, SharedState } from '../admission.ts';
import type { Database } from '../database/database.ts';
import { idOfName } from './attemptRows.ts';
import { NAME_KIND, STATE } from './ledgerFormat.ts';

/** How long a window's mark that a user waits stays valid. Windows renew it more often while waiting. */
const WAITING_HOLDS_MS = 2_000;
/** A mark is not renewed within this time. */
const SAID_LATELY_MS = 500;

const OPEN_ATTEMPTS = `
  SELECT count(*) AS account, count(*) FILTER (WHERE endpoint = ?2 AND model = ?3) AS lane
  FROM attempt INDEXED BY attempt_open WHERE state = ${STATE.open} AND account = ?1`;

const KEEP_LANE = `
  INSERT INTO lane(account, endpoint, model, json) VALUES(?, ?, ?, ?)
  ON CONFLICT(account, endpoint, model) DO UPDATE SET json = excluded.json`;

const INTERACTIVE = `
  SELECT max(interactive_at) FILTER (WHERE interactive_at <= ?2) AS seen,
    max(id <> ?1 AND waiting_class IS NOT NULL AND abs(?2 - interactive_at) < ${WAITING_HOLDS_MS}) AS waits
  FROM window WHERE interactive_at IS NOT NULL`;

const NOTE_INTERACTIVE = `
  UPDATE window SET interactive_at = ?2, waiting_class = ?3 WHERE id = ?1
    AND (interactive_at IS NULL OR abs(?2 - interactive_at) > ${SAID_LATELY_MS} OR waiting_class IS NOT ?3)`;

/** The lane states last written by this window: an unchanged row need not be parsed. */
export type KeptLanes = Map<string, { readonly json: string; readonly state: object }>;

/** State shared by all windows, stored in the ledger. Create and use it within one transaction. */
export class SharedRows implements SharedState {
  readonly nowMs: number;
  readonly #database: Database;
  readonly #windowId: number;
  readonly #kept: KeptLanes;

  constructor(database: Database, windowId: number, nowMs: number, kept: KeptLanes) {
    this.#database = database;
    this.#windowId = windowId;
    this.nowMs = nowMs;
    this.#kept = kept;
  }

  open(lane: Lane): { readonly account: number; readonly lane: number } {
    const row = this.#database.statement(OPEN_ATTEMPTS).get(...this.#ids(lane));
    return { account: Number(row?.['account']), lane: Number(row?.['lane']) };
  }

  isOpen(attemptId: number): boolean {
    const row = this.#database.statement('SELECT state FROM attempt WHERE id = ?').get(attemptId);
    return row?.['state'] === STATE.open;
  }

  lane(lane: Lane): unknown {
    const ids = this.#ids(lane);
    const row = this.#database
      .statement('SELECT json FROM lane WHERE account = ? AND endpoint = ? AND model = ?')
      .get(...ids);
    if (row === undefined) return undefined;
    const json = String(row['json']);
    const kept = this.#kept.get(ids.join());
    if (kept?.json === json) return kept.state;
    try {
      return JSON.parse(json);
    } catch (error) {
      // No money depends on it: it is learned again.
      if (error instanceof SyntaxError) return undefined;
      throw error;
    }
  }

  keepLane(lane: Lane, state: object): void {
    const ids = this.#ids(lane);
    const json = JSON.stringify(state);
    this.#database.statement(KEEP_LANE).run(...ids, json);
    this.#kept.set(ids.join(), { json, state });
  }

  interactive(): { readonly seenAtMs: number; readonly waitsElsewhere: boolean } {
    const row = this.#database.statement(INTERACTIVE).get(this.#windowId, this.nowMs);
    return { seenAtMs: Number(row?.['seen'] ?? 0), waitsElsewhere: row?.['waits'] === 1 };
  }

  noteInteractive(isWaiting: boolean): void {
    this.#database.statement(NOTE_INTERACTIVE).run(this.#windowId, this.nowMs, isWaiting ? 0 : null);
  }

  #ids({ account, endpoint, model }: Lane): [number, number, number] {
    return [
      idOfName(this.#database, NAME_KIND.account, account),
      idOfName(this.#database, NAME_KIND.endpoint, endpoint),
      idOfName(this.#database, NAME_KIND.model, model),
    ];
  }
}
