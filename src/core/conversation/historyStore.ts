import { setImmediate } from 'node:timers/promises';
import type { Clock } from '../clock.ts';
import type { Database } from '../database/database.ts';
import type { Logger } from '../logger.ts';
import { openDatabase } from '../database/openDatabase.ts';
import type { Turn } from './conversation.ts';
import type { Draft, History, KeptConversation } from './history.ts';
import { LatestWrites } from './latestWrites.ts';
import type { DatabaseOptions } from '../database/databaseOptions.ts';
import { enterTurn } from './store/enterTurn.ts';
import { HISTORY_APPLICATION_ID, HISTORY_MIGRATIONS, HISTORY_NAME, readHistorySizes } from './store/historyFormat.ts';
import { turnSlices } from './store/readTurns.ts';
import { type TurnRow, turnOf } from './store/turnRow.ts';
import { appendPiece, type Growth, isMoreText, writeTurn } from './store/writeTurn.ts';

interface HistoryStoreOptions {
  readonly folder: string;
  /** The workspace that new conversations of this window belong to; empty if no folder is open. */
  readonly workspace: string;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Called when a damaged file was set aside, with the number of turns that were recovered. */
  readonly onSetAside?: (damagedPath: string, newPath: string, savedTurns: number) => void;
  /** Recovers what is readable of a damaged file; without it, nothing is recovered. */
  readonly salvage?: NonNullable<DatabaseOptions['salvage']>;
  /** Yields to the event loop between two slices of a long conversation. */
  readonly breathe?: () => Promise<void>;
}

/** A conversation offered for continuation. */
export interface RecentConversation {
  readonly id: string;
  readonly title: string;
  readonly changedAtMs: number;
}

/**
 * Conversations in a SQLite file, one row per turn. While a turn is being answered, only the new text is appended to
 * its row, about once a second.
 *
 * Unreadable data counts as missing and is logged: a damaged row must not prevent the extension from starting.
 */
export class HistoryStore implements History {
  /** For components that list, change and export conversations. */
  readonly database: Database;
  readonly #options: HistoryStoreOptions;
  readonly #writes: LatestWrites;
  /** Turns that this window is answering, as last written to the file. */
  readonly #growing = new Map<string, Growth>();

  private constructor(database: Database, options: HistoryStoreOptions) {
    this.database = database;
    this.#options = options;
    this.#writes = new LatestWrites(database, options.logger);
  }

  /** Throws like `openDatabase`. */
  static async open(options: HistoryStoreOptions): Promise<HistoryStore> {
    const { folder, clock, logger, onSetAside, salvage } = options;
    const database = await openDatabase({
      folder,
      clock,
      logger,
      ...(onSetAside && { onSetAside }),
      name: HISTORY_NAME,
      applicationId: HISTORY_APPLICATION_ID,
      migrations: HISTORY_MIGRATIONS,
      backsUp: true,
      probe: readHistorySizes,
      ...(salvage && { salvage }),
    });
    return new HistoryStore(database, options);
  }

  async load(conversationId: string): Promise<KeptConversation | undefined> {
    const { breathe = () => setImmediate(undefined) } = this.#options;
    const turns: Turn[] = [];
    const slices = turnSlices(this.database, conversationId);
    for (;;) {
      const slice = this.#read(() => slices.next())?.value;
      if (slice === undefined) break;
      turns.push(...this.#turnsOf(slice));
      await breathe();
    }
    if (turns.length === 0) return undefined;
    return { id: conversationId, turns, tip: this.#tip(conversationId) };
  }

  save(conversationId: string, turn: Turn): Promise<void> {
    let growth: Growth | undefined;
    const key = `${conversationId} ${turn.id}`;
    return this.#writes.write(
      `turn ${key}`,
      () => {
        const before = this.#growing.get(key);
        growth =
          before && isMoreText(before.turn, turn)
            ? appendPiece(this.database, conversationId, before, turn)
            : undefined;
        if (growth !== undefined) return;
        enterTurn(this.database, conversationId, turn, this.#options.workspace);
        growth = writeTurn(this.database, conversationId, turn);
      },
      () => {
        if (growth === undefined) this.#growing.delete(key);
        else this.#growing.set(key, growth);
      },
    );
  }

  saveTip(conversationId: string, turnId: string): Promise<void> {
    return this.#writes.write(`tip ${conversationId}`, () => {
      this.database.statement('UPDATE conversation SET tip = ? WHERE id = ?').run(turnId, conversationId);
    });
  }

  loadDraft(conversationId: string): Draft | undefined {
    return this.#read(() => {
      const row = this.database.statement('SELECT json FROM draft WHERE conversation = ?').get(conversationId);
      return row === undefined ? undefined : (JSON.parse(String(row['json'])) as Draft);
    });
  }

  saveDraft(conversationId: string, draft: Draft): Promise<void> {
    const json = JSON.stringify(draft);
    return this.#writes.write(`draft ${conversationId}`, () => {
      this.database
        .statement('INSERT INTO draft(conversation, json) VALUES (?, ?) ON CONFLICT DO UPDATE SET json = excluded.json')
        .run(conversationId, json);
    });
  }

  /** Returns the latest conversations of this window's workspace, except for the given one. */
  recent(limit: number, exceptId: string): readonly RecentConversation[] {
    const rows = this.#read(() =>
      this.database
        .statement(
          `SELECT id, title, changed_at_ms FROM conversation WHERE deleted_at_ms IS NULL AND workspace = ? AND id <> ?
           ORDER BY changed_at_ms DESC LIMIT ?`,
        )
        .all(this.#options.workspace, exceptId, limit),
    );
    return (rows ?? []).map(row => ({
      id: String(row['id']),
      title: String(row['title']),
      changedAtMs: Number(row['changed_at_ms']),
    }));
  }

  /** Returns whether deleted conversations are waiting to be purged. */
  hasDeleted(): boolean {
    const sql = 'SELECT 1 FROM conversation WHERE deleted_at_ms IS NOT NULL LIMIT 1';
    return this.#read(() => this.database.statement(sql).get()) !== undefined;
  }

  close(): void {
    this.database.close();
  }

  #turnsOf(slice: readonly TurnRow[]): Turn[] {
    return slice.flatMap(row => this.#read(() => turnOf(this.database, row)) ?? []);
  }

  #tip(conversationId: string): string | undefined {
    const row = this.#read(() =>
      this.database.statement('SELECT tip FROM conversation WHERE id = ?').get(conversationId),
    );
    return typeof row?.['tip'] === 'string' ? row['tip'] : undefined;
  }

  #read<T>(run: () => T): T | undefined {
    try {
      return this.database.read(run);
    } catch (error) {
      this.#options.logger.error(`A part of the history cannot be read: ${nameOf(error)}`);
      return undefined;
    }
  }
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : 'unknown';
}
