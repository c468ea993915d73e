import type { Statements } from '../../database/database.ts';
import { interrupted } from '../answer.ts';
import { type Answer, type Attachment, isOpen, type Turn } from '../conversation.ts';
import { withoutRefresh } from '../refresh.ts';

/** A row of a turn as it is read. */
export interface TurnRow {
  readonly id: string;
  readonly askedAtMs: number;
  readonly json: string;
  readonly attachments: string;
  readonly growth: string | undefined;
}

/** What a query has to select for `turnRow`. */
export const TURN_COLUMNS = `turn.id AS id, turn.asked_at_ms AS asked_at_ms, turn.json AS json,
  turn.growth AS growth, coalesce(attachments.json, '[]') AS attachments`;

/** The row of a query with `TURN_COLUMNS`. */
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
 * The turn of a row, with the pieces behind it. An answer that was open when its process ended is interrupted, and nothing
 * newer is being fetched any more. Throws when the row is damaged.
 */
export function turnOf(database: Statements, row: TurnRow): Turn {
  // Only the store writes the rows, in transactions, so what can be parsed has their shape.
  const own = JSON.parse(row.json) as Omit<Turn, 'attachments'>;
  const answer = row.growth === undefined ? own.answer : grown(own.answer, piecesOf(database, row.growth));
  const turn = { ...own, answer, attachments: JSON.parse(row.attachments) as Attachment[] };
  return { ...turn, answer: isOpen(turn) ? interrupted(answer) : withoutRefresh(answer) };
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
