import type { Lane } from '../admission.ts';
import type { Database } from '../database/database.ts';
import { STATE } from './ledgerFormat.ts';

/** The stored state of a lane. */
export interface KeptLane extends Lane {
  /** A plain JSON value; `undefined` when the row is damaged, in which case it is learned again. */
  readonly state: unknown;
  /** Open attempts in all windows. */
  readonly open: number;
}

const LANES = `
  SELECT account.text AS account, endpoint.text AS endpoint, model.text AS model, json,
    (SELECT count(*) FROM attempt INDEXED BY attempt_open WHERE state = ${STATE.open} AND attempt.account = lane.account
       AND attempt.endpoint = lane.endpoint AND attempt.model = lane.model) AS open
  FROM lane JOIN name AS account ON account.id = lane.account JOIN name AS endpoint ON endpoint.id = lane.endpoint
    JOIN name AS model ON model.id = lane.model ORDER BY endpoint.text, model.text`;

/** Reads all lanes that have stored state. */
export function readLanes(database: Database): KeptLane[] {
  return database
    .statement(LANES)
    .all()
    .map(row => ({
      account: String(row['account']),
      endpoint: String(row['endpoint']),
      model: String(row['model']),
      state: stateOf(String(row['json'])),
      open: Number(row['open']),
    }));
}

function stateOf(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
