import type { Database } from '../database/database.ts';

/** A row of the table `token`. */
export interface TokenRow {
  readonly sealed: Uint8Array | null;
  /** Random id of the window's lease to fetch the token; `null` when no window holds it. */
  readonly lease: string | null;
}

const EMPTY: TokenRow = { sealed: null, lease: null };

/** Reads the row of a token. Call inside `Database.read`. */
export function readTokenRow(database: Database, name: string): TokenRow {
  const row = database.statement('SELECT sealed, lease FROM token WHERE name = ?').get(name);
  if (row === undefined) return EMPTY;
  const { sealed, lease } = row;
  return { sealed: sealed instanceof Uint8Array ? sealed : null, lease: typeof lease === 'string' ? lease : null };
}

/** Acquires the lease to fetch, unless the row has changed since it was read as `seen`. Call inside a transaction. */
export function takeLease(database: Database, name: string, seen: TokenRow, lease: string): boolean {
  const { changes } = database
    .statement(
      `INSERT INTO token(name, lease) VALUES(?1, ?2)
         ON CONFLICT(name) DO UPDATE SET lease = ?2 WHERE lease IS ?3 AND sealed IS ?4`,
    )
    .run(name, lease, seen.lease, seen.sealed);
  return changes === 1;
}

/** Stores a token and releases the lease, if this window still holds it. Call inside a transaction. */
export function putToken(database: Database, name: string, lease: string, sealed: Uint8Array, endsAtMs: number): void {
  database
    .statement('UPDATE token SET sealed = ?, ends_at_ms = ?, lease = NULL WHERE name = ? AND lease = ?')
    .run(sealed, Math.floor(endsAtMs), name, lease);
}

/** Releases the lease without a token, if this window still holds it. Call inside a transaction. */
export function giveLeaseBack(database: Database, name: string, lease: string): void {
  database.statement('UPDATE token SET lease = NULL WHERE name = ? AND lease = ?').run(name, lease);
}

/** Deletes expired tokens. Call inside a transaction. */
export function deleteEnded(database: Database, nowMs: number): void {
  database.statement('DELETE FROM token WHERE ends_at_ms <= ? AND lease IS NULL').run(Math.floor(nowMs));
}
