import type { SQLOutputValue } from 'node:sqlite';
import type { Database } from '../database/database.ts';
import { currentWindow, isGone } from '../windowIdentity.ts';

/** How long a landing is kept for followers that have not read it. */
export const LANDING_LIFE_MS = 10_000;

/** A flight without a heartbeat for this long is deleted, however its window ended. */
const FORGOTTEN_MS = 60 * 60_000;

/** Row of the `flight` table. */
export interface FlightRow {
  /** Random name of the leader; `null` after the lead was given back. */
  readonly owner: string | null;
  readonly boot: string;
  readonly pid: number;
  /** Heartbeat: increases whenever the lead is taken, and while the leader lives and has followers. */
  readonly beatMs: number;
  /** Number of waiting windows. */
  readonly followers: number;
  /** Encrypted result; missing while the flight is under way. */
  readonly landing: Uint8Array | undefined;
}

/** Returns true if another living window has the file open, as far as is known. For use inside `Database.read`. */
export function hasOtherWindows(database: Database): boolean {
  let living = 0;
  for (const row of database.statement('SELECT boot, pid FROM window ORDER BY id DESC').all()) {
    // One of the rows is this window's own.
    if (!isGone({ boot: String(row['boot']), pid: Number(row['pid']) }) && ++living > 1) return true;
  }
  return false;
}

/** Leads a new flight, or joins an existing one as a follower. For use inside a transaction, like all below. */
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

/** Returns `undefined` once the flight is over and deleted. Also for use inside `Database.read`. */
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

/** Makes a follower the leader, unless the heartbeat has changed since `seen` was read. Returns whether it did. */
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

/** Renews the heartbeat. It changes even if the wall clock was set back. */
export function beatFlight(database: Database, id: number, owner: string, nowMs: number): void {
  database
    .statement('UPDATE flight SET beat_ms = max(beat_ms + 1, ?) WHERE id = ? AND owner = ?')
    .run(nowMs, id, owner);
}

/** Removes one follower, and deletes the flight if it is over and was the last follower's. */
export function leaveFlight(database: Database, id: number): void {
  database.statement('UPDATE flight SET followers = followers - 1 WHERE id = ?').run(id);
  database
    .statement('DELETE FROM flight WHERE id = ? AND followers <= 0 AND (owner IS NULL OR landed_at_ms IS NOT NULL)')
    .run(id);
}

/**
 * Ends the lead if `owner` still holds it: with a landing for the followers, or without one, so that one of them takes
 * the lead. Returns whether a landing stays in the file.
 *
 * @param seal encrypts the landing; called only if there are followers.
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

/** Deletes a flight, even if it has followers. */
export function forgetFlight(database: Database, id: number): void {
  database.statement('DELETE FROM flight WHERE id = ?').run(id);
}

/** Deletes expired flights. Landings from the future go too, so that setting the clock back does not keep them. */
function sweep(database: Database, nowMs: number): void {
  database
    .statement(
      `DELETE FROM flight WHERE landed_at_ms NOT BETWEEN ?1 - ${LANDING_LIFE_MS} AND ?1
         OR (landed_at_ms IS NULL AND beat_ms < ?1 - ${FORGOTTEN_MS})`,
    )
    .run(nowMs);
}
