import path from 'node:path';
import { systemClock as clock } from '../../src/core/clock.ts';
import type { Turn } from '../../src/core/conversation/conversation.ts';
import { HistoryStore } from '../../src/core/conversation/historyStore.ts';
import { ConversationChanges } from '../../src/core/conversation/list/conversationChanges.ts';
import { HistoryReader } from '../../src/core/conversation/reader/historyReader.ts';
import { silentLogger as logger } from '../../src/core/logger.ts';
import type { HistoryParts } from '../../src/host/history/historyParts.ts';
import { exampleTurn, type TurnFacts } from '../support/exampleTurn.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';

/** Sunday noon in China. */
const NOW_MS = Date.parse('2026-11-22T12:00:00+08:00');

/** A chat history with the shipped reader bundle, and a record of what the window does with it. */
export class HistoryWindow {
  readonly parts: HistoryParts;
  /** Conversations that were opened, begun, left and stopped, in order. */
  readonly done: string[] = [];
  shown = 'none';
  newer: readonly Turn[] = [];
  readonly #store: HistoryStore;
  readonly #reader: HistoryReader;

  private constructor(store: HistoryStore) {
    this.#store = store;
    // This module runs as dist/test/integration/index.cjs.
    const workerFile = path.resolve(__dirname, '../../historyReader.cjs');
    this.#reader = new HistoryReader({ workerFile, path: store.database.path, clock });
    this.parts = {
      reader: this.#reader,
      changes: new ConversationChanges(store.database, () => NOW_MS),
      workspace: 'file:///projects/shop',
      current: () => this.shown,
      newer: id => (id === this.shown ? this.newer : []),
      open: async (id, turnId) => {
        this.done.push(`open ${[id, turnId].filter(each => each !== undefined).join(' at ')}`);
        await Promise.resolve();
      },
      startNew: async () => {
        this.done.push('new');
        await Promise.resolve();
      },
      leave: id => void this.done.push(id === this.shown ? 'leave' : `stop ${id}`),
      timeZone: () => 'Asia/Shanghai',
      clock: {
        ...clock,
        now: () => NOW_MS,
        // A slow machine shows no progress; only what is typed is waited for.
        after: (ms, run) => clock.after(ms < 1_000 ? ms : 3_600_000, run),
        monotonicMs: () => clock.monotonicMs(),
      },
      logger,
    };
  }

  static async open(): Promise<HistoryWindow> {
    const folder = temporaryFolder();
    return new HistoryWindow(await HistoryStore.open({ folder, workspace: 'file:///projects/shop', clock, logger }));
  }

  /** Stores a question asked at `time`, in China Standard Time. */
  async keep(conversation: string, id: string, time: string, facts: TurnFacts = {}): Promise<void> {
    await this.#store.save(conversation, exampleTurn(id, { ...facts, askedAtMs: Date.parse(`${time}+08:00`) }));
  }

  /** Stores a question of a conversation in another workspace. */
  async keepElsewhere(conversation: string, id: string, time: string, facts: TurnFacts = {}): Promise<void> {
    await this.keep(conversation, id, time, facts);
    await this.#store.database.transaction(() => {
      this.#store.database
        .statement("UPDATE conversation SET workspace = 'file:///projects/other.code-workspace' WHERE id = ?")
        .run(conversation);
    });
  }

  load(conversation: string) {
    return this.#store.load(conversation);
  }

  async close(): Promise<void> {
    await this.#reader.close();
    this.#store.close();
  }
}
