import type { Statements } from '../../database/database.ts';
import { isOpen, type Turn } from '../conversation.ts';
import { newGrowthName } from './growthName.ts';

/** Stored state of a turn in progress: the name of its row's growth, and the number of pieces appended to it. */
export interface Growth {
  readonly name: string;
  readonly pieces: number;
  /** The content of the row and its pieces. */
  readonly turn: Turn;
}

/** Returns whether the turn changed only by appended text. */
export function isMoreText(before: Turn, now: Turn): boolean {
  const { answer: old, ...oldFacts } = before;
  const { answer, ...facts } = now;
  return (
    isOpen(now) &&
    answer.text.startsWith(old.text) &&
    answer.reasoning.startsWith(old.reasoning) &&
    isSame({ ...old, text: '', reasoning: '' }, { ...answer, text: '', reasoning: '' }) &&
    isSame(oldFacts, facts)
  );
}

/** Appends the new text and returns the resulting state; `undefined` if the row was replaced meanwhile. */
export function appendPiece(
  database: Statements,
  conversation: string,
  { name, pieces, turn: before }: Growth,
  now: Turn,
): Growth | undefined {
  const text = now.answer.text.slice(before.answer.text.length);
  const reasoning = now.answer.reasoning.slice(before.answer.reasoning.length);
  const { changes } = database
    .statement(
      `INSERT INTO piece(growth, number, json) SELECT ?, ?, ?
       WHERE EXISTS(SELECT 1 FROM turn WHERE conversation = ? AND id = ? AND growth = ?)`,
    )
    // Stored as JSON, because a piece may end within a surrogate pair, which SQLite text cannot represent.
    .run(name, pieces, JSON.stringify({ reasoning, text }), conversation, now.id, name);
  return changes === 0 ? undefined : { name, pieces: pieces + 1, turn: now };
}

/** Writes a complete turn in place of its row and pieces. Pieces can be appended to a turn in progress. */
export function writeTurn(database: Statements, conversation: string, turn: Turn): Growth | undefined {
  const { attachments, ...own } = turn;
  const name = isOpen(turn) ? newGrowthName() : null;
  database
    .statement('DELETE FROM piece WHERE growth = (SELECT growth FROM turn WHERE conversation = ? AND id = ?)')
    .run(conversation, turn.id);
  database
    .statement(
      `INSERT INTO turn(conversation, id, asked_at_ms, json, growth) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET json = excluded.json, growth = excluded.growth`,
    )
    .run(conversation, turn.id, turn.askedAtMs, JSON.stringify(own), name);
  if (attachments.length > 0) {
    database
      .statement('INSERT OR IGNORE INTO attachments(turn, json) VALUES (?, ?)')
      .run(turn.id, JSON.stringify(attachments));
  }
  return name === null ? undefined : { name, pieces: 0, turn };
}

/** Compares by reference: values are immutable, so unchanged parts are the same objects. */
function isSame(one: object, other: object): boolean {
  const entries = Object.entries(one);
  const others = new Map(Object.entries(other));
  return entries.length === others.size && entries.every(([name, value]) => others.get(name) === value);
}
