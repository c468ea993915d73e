import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { Statements } from '../../database/database.ts';
import { unfinished } from '../answer.ts';
import { isOpen, type Turn } from '../conversation.ts';
import { titleFrom } from '../conversationTitle.ts';
import { turnSlices } from '../store/readTurns.ts';
import { turnOf } from '../store/turnRow.ts';
import { writeTurn } from '../store/writeTurn.ts';
import { withoutUris } from './attachedFiles.ts';
import type { ExportedConversation } from './exportedConversation.ts';

/** Number of turns written in one transaction. */
const WRITTEN_AT_ONCE = 200;

interface Importing {
  readonly workspace: string;
  readonly nowMs: number;
  /** Runs its argument in one transaction. */
  readonly transaction: (run: () => void) => void;
}

/** The resulting conversation; not new if the same one existed already. */
export interface Imported {
  readonly id: string;
  readonly title: string;
  readonly isNew: boolean;
}

/**
 * Writes a conversation from a file to the history. If one with the same id but other content exists, the import gets
 * new ids. URIs of attached files are not compared, because they depend on the open folders. The conversation is marked as deleted until it is complete, so that it is never visible in part.
 */
export function importConversation(
  database: Statements,
  { title, conversation }: ExportedConversation,
  { workspace, nowMs, transaction }: Importing,
): Imported {
  const setDeleted = (id: string, deletedAtMs: number | null): void => {
    database.statement('UPDATE conversation SET deleted_at_ms = ? WHERE id = ?').run(deletedAtMs, id);
  };
  const here = turnsHere(database, conversation.id);
  if (here.length > 0 && isDeepStrictEqual(withoutUris(here), withoutUris(plain(sorted(conversation.turns))))) {
    transaction(() => setDeleted(conversation.id, null));
    return { id: conversation.id, title, isNew: false };
  }
  const { id, turns, tip } = isFree(database, conversation) ? conversation : renamed(conversation);
  const first = sorted(turns)[0];
  const name = title === '' && first !== undefined ? titleFrom(first) : title;
  const times = turns.map(({ askedAtMs }) => askedAtMs);
  transaction(() =>
    database
      .statement(
        `INSERT INTO conversation(id, workspace, title, is_renamed, created_at_ms, changed_at_ms, deleted_at_ms, tip)
         VALUES (?, ?, ?, 1, ?, ?, ?, ?)`,
      )
      .run(id, workspace, name, least(times), nowMs, nowMs, tip ?? null),
  );
  for (let start = 0; start < turns.length; start += WRITTEN_AT_ONCE) {
    const slice = turns.slice(start, start + WRITTEN_AT_ONCE).map(ended);
    transaction(() => slice.forEach(turn => writeTurn(database, id, turn)));
  }
  transaction(() => setDeleted(id, null));
  return { id, title: name, isNew: true };
}

/** Nobody goes on writing an answer that was imported. */
function ended(turn: Turn): Turn {
  return isOpen(turn) ? { ...turn, answer: unfinished(turn.answer, 'interrupted') } : turn;
}

function turnsHere(database: Statements, id: string): Turn[] {
  const turns: Turn[] = [];
  for (const slice of turnSlices(database, id)) turns.push(...slice.map(row => turnOf(database, row)));
  return turns;
}

/** Attachments are keyed by turn id alone, so ids of turns must be unused too. */
function isFree(database: Statements, { id, turns }: ExportedConversation['conversation']): boolean {
  if (database.statement('SELECT 1 FROM conversation WHERE id = ?').get(id) !== undefined) return false;
  const taken = database.statement('SELECT 1 FROM attachments WHERE turn = ?');
  return !turns.some(turn => taken.get(turn.id) !== undefined);
}

function renamed({ turns, tip }: ExportedConversation['conversation']): ExportedConversation['conversation'] {
  const ids = new Map(turns.map(({ id }) => [id, randomUUID()]));
  const now = (id: string): string => ids.get(id) ?? id;
  return {
    id: randomUUID(),
    tip: tip === undefined ? undefined : now(tip),
    turns: turns.map(turn => ({
      ...turn,
      id: now(turn.id),
      ...(turn.parent !== undefined && { parent: now(turn.parent) }),
      ...(turn.repeats !== undefined && { repeats: now(turn.repeats) }),
    })),
  };
}

function sorted(turns: readonly Turn[]): Turn[] {
  return turns.toSorted((one, other) => one.askedAtMs - other.askedAtMs || (one.id < other.id ? -1 : 1));
}

/** Normalizes turns as if read from the file: fields that are `undefined` are missing. */
function plain(turns: readonly Turn[]): Turn[] {
  return JSON.parse(JSON.stringify(turns)) as Turn[];
}

function least(numbers: readonly number[]): number {
  return numbers.reduce((one, other) => Math.min(one, other), Number.MAX_SAFE_INTEGER);
}
