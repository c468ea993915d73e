import type { Database } from '../../database/database.ts';
import { titleOf } from '../conversationTitle.ts';

/** Changes conversations in the list; all of it shows in other windows too. Rejects with `storage` when it cannot be written. */
export class ConversationChanges {
  readonly #database: Database;
  readonly #nowMs: () => number;

  constructor(database: Database, nowMs: () => number) {
    this.#database = database;
    this.#nowMs = nowMs;
  }

  /** `undefined` when there is no such conversation; may be empty. */
  titleOf(id: string): string | undefined {
    const row = this.#database.read(() =>
      this.#database.statement('SELECT title FROM conversation WHERE id = ?').get(id),
    );
    return row && String(row['title']);
  }

  /** Does nothing for a title without any letters. */
  async rename(id: string, title: string): Promise<void> {
    const line = titleOf(title);
    if (line !== '') await this.#set('title = ?, is_renamed = 1', id, line);
  }

  pin(id: string, isPinned: boolean): Promise<void> {
    return this.#set('is_pinned = ?', id, isPinned ? 1 : 0);
  }

  /** It can be restored for 30 days. */
  delete(id: string): Promise<void> {
    return this.#set('deleted_at_ms = ?', id, this.#nowMs());
  }

  restore(id: string): Promise<void> {
    return this.#set('deleted_at_ms = ?', id, null);
  }

  #set(assignment: string, id: string, value: string | number | null): Promise<void> {
    return this.#database.transaction(() => {
      this.#database.statement(`UPDATE conversation SET ${assignment} WHERE id = ?`).run(value, id);
    });
  }
}
