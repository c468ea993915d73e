import { SharedTokens } from '../../../src/core/auth/sharedTokens.ts';
import type { FetchToken, TokenOrigin } from '../../../src/core/auth/token.ts';
import type { Database } from '../../../src/core/database/database.ts';
import { silentLogger } from '../../../src/core/logger.ts';
import { openDatabase } from '../../../src/core/database/openDatabase.ts';
import { LEDGER_APPLICATION_ID, LEDGER_MIGRATIONS } from '../../../src/core/spend/ledgerFormat.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';
import { VirtualClock } from '../../support/virtualClock.ts';
import { IAM } from './tokenStage.ts';

export const LIFE_MS = 24 * 60 * 60 * 1000;

export const origin: TokenOrigin = {
  kind: 'minted',
  url: 'https://iam.bj.baidubce.com/v1/BCE-BEARER/token',
  id: IAM.accessKey,
  secret: IAM.secretKey,
};

interface WindowOptions {
  readonly key?: () => Promise<Uint8Array | undefined>;
  readonly database?: () => Promise<Database>;
  readonly origin?: TokenOrigin;
  readonly fetch?: FetchToken;
}

/** Several windows with one file, one clock and one token service. */
export class TokenWindows {
  readonly clock = new VirtualClock();
  /** The window of each fetch, in order; the n-th fetch returns `token n`. */
  readonly fetches: string[] = [];
  readonly logged: string[] = [];
  /** The delay of the service. */
  delayMs = 0;
  readonly #folder = temporaryFolder();
  readonly #databases: Database[] = [];
  readonly #opening: Promise<Database>[] = [];

  /** Returns the shared fetch function of a window with its own connection. */
  window(name: string, options: WindowOptions = {}): FetchToken {
    const opened = this.open();
    this.#opening.push(opened);
    const shared = new SharedTokens({
      database: options.database ?? (() => opened),
      sealingKey: options.key ?? (async () => new Uint8Array(32).fill(7)),
      clock: this.clock,
      logger: { ...silentLogger, warn: message => this.logged.push(message) },
    });
    return shared.share(options.origin ?? origin, options.fetch ?? (() => this.#fetch(name)));
  }

  async open(): Promise<Database> {
    const database = await openDatabase({
      folder: this.#folder,
      name: 'wenxin',
      applicationId: LEDGER_APPLICATION_ID,
      migrations: LEDGER_MIGRATIONS,
      clock: this.clock,
      logger: silentLogger,
    });
    this.#databases.push(database);
    return database;
  }

  /** Waits until all files are open: that takes real time, in which the virtual clock must not expire a lease. */
  async opened(): Promise<void> {
    await Promise.all(this.#opening);
  }

  close(): void {
    for (const database of this.#databases) database.close();
  }

  async #fetch(window: string): ReturnType<FetchToken> {
    const sinceMs = this.clock.monotonicMs();
    const value = `token ${this.fetches.push(window)}`;
    if (this.delayMs > 0) await new Promise<void>(resolve => this.clock.after(this.delayMs, resolve));
    return { value, lifeMs: LIFE_MS, sinceMs };
  }
}
