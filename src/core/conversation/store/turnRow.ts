import type { Statements } from '../../database/database.ts';
import { unfinished } from '../answer.ts';
import { type Answer, type Attachment, isOpen, type Turn } from '../conversation.ts';
import { withoutRefresh } from '../refresh.ts';
import { growsElsewhere } from './growthName.ts';

/** A row of a turn, as read from the database. */
export interface TurnRow {
  readonly id: string;
  readonly askedAtMs: number;
  readonly json: string;
  readonly attachments: string;
  readonly growth: string | undefined;
}

/** The columns that a query for `turnRow` must select. */
export const TURN_COLUMNS = `turn.id AS id, turn.asked_at_ms AS asked_at_ms, turn.json AS json,
  turn.growth AS growth, coalesce(attachments.json, '[]') AS attachments`;

/** Converts a result row of a query with `TURN_COLUMNS`. */
export function turnRow(row: Record<string, unknown>): TurnRow {
  const { growth } = row;
  return {
    id: String(row['id']),
    askedAtMs: Number(row['asked_at_ms']),
    json: String(row['json']),
    attachments: String(row['attachments']),
    growth: typeof growth === 'string' ? growth : undefined,
  };
}

/**
 * Parses the turn of a row, with its pieces. An open answer is marked as written elsewhere if another process of this
 * computer is writing it, otherwise as interrupted; a pending refresh as ended. Throws if the row is damaged.
 */
export function turnOf(database: Statements, row: TurnRow): Turn {
  // Only the store writes rows, in transactions, so JSON that can be parsed has this shape.
  const own = JSON.parse(row.json) as Omit<Turn, 'attachments'>;
  const answer = row.growth === undefined ? own.answer : grown(own.answer, piecesOf(database, row.growth));
  const turn = { ...own, answer, attachments: JSON.parse(row.attachments) as Attachment[] };
  if (!isOpen(turn)) return { ...turn, answer: withoutRefresh(answer) };
  const isElsewhere = row.growth !== undefined && growsElsewhere(row.growth);
  return { ...turn, answer: unfinished(answer, isElsewhere ? 'elsewhere' : 'interrupted') };
}

function piecesOf(database: Statements, growth: string): Pick<Answer, 'text' | 'reasoning'>[] {
  return database
    .statement('SELECT json FROM piece WHERE growth = ? ORDER BY number')
    .all(growth)
    .map(({ json }) => JSON.parse(String(json)) as Pick<Answer, 'text' | 'reasoning'>);
}

function grown(answer: Answer, pieces: readonly Pick<Answer, 'text' | 'reasoning'>[]): Answer {
  return {
    ...answer,
    text: [answer, ...pieces].map(({ text }) => text).join(''),
    reasoning: [answer, ...pieces].map(({ reasoning }) => reasoning).join(''),
  };
}
