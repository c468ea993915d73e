import type { SQLOutputValue } from 'node:sqlite';
import type { Database } from '../database/database.ts';
import { currentWindow, isGone } from '../windowIdentity.ts';

/** A landing that nobody has taken by then has nobody who wants it. */
export const LANDING_LIFE_MS = 10_000;

/** A flight without a beat for so long has nobody, in whatever way its window ended. */
const FORGOTTEN_MS = 60 * 60_000;

/** A flight as the file has it. */
export interface FlightRow {
  /** Random name of whoever has the lead; `null` when it was given back. */
  readonly owner: string | null;
  readonly boot: string;
  readonly pid: number;
  /** Rises whenever somebody takes the lead, and as long as its leader lives and somebody waits for it. */
  readonly beatMs: number;
  /** Those who wait. */
  readonly followers: number;
  /** Sealed; missing as long as it is under way. */
  readonly landing: Uint8Array | undefined;
}

/** True if another window has the file open, as far as that can be known. For use inside `Database.read`. */
export function hasOtherWindows(database: Database): boolean {
  let living = 0;
  for (const row of database.statement('SELECT boot, pid FROM window ORDER BY id DESC').all()) {
    // One of them is this window's own.
    if (!isGone({ boot: String(row['boot']), pid: Number(row['pid']) }) && ++living > 1) return true;
  }
  return false;
}

/** Takes the lead of a flight that nobody is on, or joins those who wait. For use inside a transaction, as all below. */
export function joinFlight(
  database: Database,
  name: string,
  owner: string,
  nowMs: number,
): { readonly id: number; readonly isLead: boolean } {
  const { boot, pid } = currentWindow();
  const led = database
    .statement(
      `INSERT OR IGNORE INTO flight(key_hash, owner, boot, pid, beat_ms, followers) VALUES(?, ?, ?, ?, ?, 0)
       RETURNING id`,
    )
    .get(name, owner, boot, pid, nowMs);
  if (led !== undefined) {
    sweep(database, nowMs);
    return { id: Number(led['id']), isLead: true };
  }
  const joined = database
    .statement('UPDATE flight SET followers = followers + 1 WHERE key_hash = ? AND landed_at_ms IS NULL RETURNING id')
    .get(name);
  return { id: Number(joined?.['id']), isLead: false };
}

/** `undefined` when it is over and forgotten. For use inside `Database.read` too. */
export function readFlight(database: Database, id: number): FlightRow | undefined {
  const row = database
    .statement('SELECT owner, boot, pid, beat_ms, followers, landing FROM flight WHERE id = ?')
    .get(id);
  return row && flightOf(row);
}

function flightOf(row: Record<string, SQLOutputValue>): FlightRow {
  const { owner, landing } = row;
  return {
    owner: typeof owner === 'string' ? owner : null,
    boot: String(row['boot']),
    pid: Number(row['pid']),
    beatMs: Number(row['beat_ms']),
    followers: Number(row['followers']),
    landing: landing instanceof Uint8Array ? landing : undefined,
  };
}

/** Lets one of those who wait lead, unless its leader has shown itself since it was `seen`, or there is a new one. */
export function takeOverFlight(database: Database, id: number, seen: FlightRow, owner: string, nowMs: number): boolean {
  const { boot, pid } = currentWindow();
  const { changes } = database
    .statement(
      `UPDATE flight SET owner = ?, boot = ?, pid = ?, beat_ms = max(beat_ms + 1, ?), followers = followers - 1
       WHERE id = ? AND beat_ms = ? AND landed_at_ms IS NULL`,
    )
    .run(owner, boot, pid, nowMs, id, seen.beatMs);
  return changes === 1;
}

/** Shows that the leader lives. A wall clock that was put back makes it no less of a change. */
export function beatFlight(database: Database, id: number, owner: string, nowMs: number): void {
  database
    .statement('UPDATE flight SET beat_ms = max(beat_ms + 1, ?) WHERE id = ? AND owner = ?')
    .run(nowMs, id, owner);
}

/** Takes one away from those who wait, and what nobody waits for any more. */
export function leaveFlight(database: Database, id: number): void {
  database.statement('UPDATE flight SET followers = followers - 1 WHERE id = ?').run(id);
  database
    .statement('DELETE FROM flight WHERE id = ? AND followers <= 0 AND (owner IS NULL OR landed_at_ms IS NOT NULL)')
    .run(id);
}

/**
 * Ends the lead, if it is still this owner's: with a landing for those who wait, or without one, so that one of them
 * leads. Tells whether a landing stays in the file.
 *
 * @param seal makes the landing; called only when somebody waits.
 */
export function endFlight(
  database: Database,
  id: number,
  owner: string,
  nowMs: number,
  seal: () => Uint8Array | undefined,
): boolean {
  const flight = readFlight(database, id);
  if (flight?.owner !== owner) return false;
  if (flight.followers <= 0) {
    forgetFlight(database, id);
    return false;
  }
  const landing = seal();
  if (landing === undefined) database.statement('UPDATE flight SET owner = NULL WHERE id = ?').run(id);
  else database.statement('UPDATE flight SET landing = ?, landed_at_ms = ? WHERE id = ?').run(landing, nowMs, id);
  return landing !== undefined;
}

/** Takes a flight out of the file, whoever waits for it. */
export function forgetFlight(database: Database, id: number): void {
  database.statement('DELETE FROM flight WHERE id = ?').run(id);
}

/** A wall clock that was put back keeps nothing: what landed in the future goes too. */
function sweep(database: Database, nowMs: number): void {
  database
    .statement(
      `DELETE FROM flight WHERE landed_at_ms NOT BETWEEN ?1 - ${LANDING_LIFE_MS} AND ?1
         OR (landed_at_ms IS NULL AND beat_ms < ?1 - ${FORGOTTEN_MS})`,
    )
    .run(nowMs);
}
