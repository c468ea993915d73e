import type { Database } from '../database/database.ts';

/** What the file holds in one place for a token. */
export interface TokenRow {
  readonly sealed: Uint8Array | null;
  /** Random name of a window's turn to fetch; `null` when nobody is at it. */
  readonly lease: string | null;
}

const EMPTY: TokenRow = { sealed: null, lease: null };

/** For use inside `Database.read`. */
export function readTokenRow(database: Database, name: string): TokenRow {
  const row = database.statement('SELECT sealed, lease FROM token WHERE name = ?').get(name);
  if (row === undefined) return EMPTY;
  const { sealed, lease } = row;
  return { sealed: sealed instanceof Uint8Array ? sealed : null, lease: typeof lease === 'string' ? lease : null };
}

/** Takes the turn to fetch, unless anybody changed the row since it was `seen`. For use inside a transaction. */
export function takeLease(database: Database, name: string, seen: TokenRow, lease: string): boolean {
  const { changes } = database
    .statement(
      `INSERT INTO token(name, lease) VALUES(?1, ?2)
         ON CONFLICT(name) DO UPDATE SET lease = ?2 WHERE lease IS ?3 AND sealed IS ?4`,
    )
    .run(name, lease, seen.lease, seen.sealed);
  return changes === 1;
}

/** Ends the turn with a token, if it is still this window's. For use inside a transaction, as the next one. */
export function putToken(database: Database, name: string, lease: string, sealed: Uint8Array, endsAtMs: number): void {
  database
    .statement('UPDATE token SET sealed = ?, ends_at_ms = ?, lease = NULL WHERE name = ? AND lease = ?')
    .run(sealed, Math.floor(endsAtMs), name, lease);
}

/** Ends the turn without one. */
export function giveLeaseBack(database: Database, name: string, lease: string): void {
  database.statement('UPDATE token SET lease = NULL WHERE name = ? AND lease = ?').run(name, lease);
}

/** Takes away what nobody can use any more. */
export function deleteEnded(database: Database, nowMs: number): void {
  database.statement('DELETE FROM token WHERE ends_at_ms <= ? AND lease IS NULL').run(Math.floor(nowMs));
}
