import * as v from 'valibot';
import { WenxinError } from '../../core/errors.ts';
import type { Secrets } from '../credentials/accountStore.ts';
import { inTime } from '../credentials/inTime.ts';

const SECRET = 'wenxin.teamCache';

/** The address of the team cache, and the secrets for it. */
export interface TeamSecret {
  /** URL of the Redis server, without a password. */
  readonly url: string;
  readonly password?: string;
  /** The team key in the form that users share. */
  readonly key: string;
}

const StoredSchema = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({ version: v.literal(1), url: v.string(), password: v.optional(v.string()), key: v.string() }),
);

/** The team cache's secrets in VS Code's SecretStorage, the only place they are ever written to. */
export class TeamSecrets {
  readonly #secrets: Secrets;

  constructor(secrets: Secrets) {
    this.#secrets = secrets;
  }

  /**
   * Returns `undefined` when no team cache is set up, or the stored value is unreadable. Throws `no-credentials` when
   * the keyring does not respond.
   */
  async read(): Promise<TeamSecret | undefined> {
    const stored = v.safeParse(StoredSchema, await inTime(this.#secrets.get(SECRET)));
    if (!stored.success) return undefined;
    const { url, password, key } = stored.output;
    return { url, ...(password !== undefined && { password }), key };
  }

  /** Throws `no-credentials` when the keyring fails or returns something other than what was stored. */
  async write({ url, password, key }: TeamSecret): Promise<void> {
    await inTime(this.#secrets.store(SECRET, JSON.stringify({ version: 1, url, password, key })));
    const kept = await this.read();
    if (kept?.url === url && kept.password === password && kept.key === key) return;
    throw new WenxinError('no-credentials', 'another secret came back', { code: 'keyring_forgets' });
  }

  /** Throws `no-credentials` when the keyring does not respond. */
  async clear(): Promise<void> {
    await inTime(this.#secrets.delete(SECRET));
  }

  /** Calls `listener` when the secret is set or removed; also by other windows, where VS Code reports that. */
  onDidChange(listener: () => void): { dispose(): unknown } {
    return this.#secrets.onDidChange(change => {
      if (change.key === SECRET) listener();
    });
  }
}
