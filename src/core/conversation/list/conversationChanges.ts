import type { Database } from '../../database/database.ts';
import { titleOf } from '../conversationTitle.ts';

/** Changes conversations in the list, visible in all windows. Rejects with `storage` if the file is not writable. */
export class ConversationChanges {
  readonly #database: Database;
  readonly #nowMs: () => number;

  constructor(database: Database, nowMs: () => number) {
    this.#database = database;
    this.#nowMs = nowMs;
  }

  /** Returns the title, which may be empty; `undefined` if there is no such conversation. */
  titleOf(id: string): string | undefined {
    const row = this.#database.read(() =>
      this.#database.statement('SELECT title FROM conversation WHERE id = ?').get(id),
    );
    return row && String(row['title']);
  }

  /** Has no effect for a blank title. */
  async rename(id: string, title: string): Promise<void> {
    const line = titleOf(title);
    if (line !== '') await this.#set('title = ?, is_renamed = 1', id, line);
  }

  pin(id: string, isPinned: boolean): Promise<void> {
    return this.#set('is_pinned = ?', id, isPinned ? 1 : 0);
  }

  /** Marks the conversation as deleted; it can be restored for 30 days. */
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
