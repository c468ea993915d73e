import * as v from 'valibot';
import { WenxinError } from '../../core/errors.ts';
import type { Secrets } from '../credentials/accountStore.ts';
import { inTime } from '../credentials/inTime.ts';

const SECRET = 'wenxin.teamCache';

/** Where the team cache is, and what opens it. */
export interface TeamSecret {
  /** Of the Redis server, without a password in it. */
  readonly url: string;
  readonly password?: string;
  /** The team key in the form people hand on. */
  readonly key: string;
}

const StoredSchema = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({ version: v.literal(1), url: v.string(), password: v.optional(v.string()), key: v.string() }),
);

/** The person's way to the team cache in VS Code's SecretStorage, which is the only place it is ever written to. */
export class TeamSecrets {
  readonly #secrets: Secrets;

  constructor(secrets: Secrets) {
    this.#secrets = secrets;
  }

  /**
   * `undefined` when no team cache is set up, or when what is stored cannot be read. Throws `no-credentials` when the
   * keyring does not answer.
   */
  async read(): Promise<TeamSecret | undefined> {
    const stored = v.safeParse(StoredSchema, await inTime(this.#secrets.get(SECRET)));
    if (!stored.success) return undefined;
    const { url, password, key } = stored.output;
    return { url, ...(password !== undefined && { password }), key };
  }

  /** Throws `no-credentials` when the keyring fails or does not give back what it was given. */
  async write({ url, password, key }: TeamSecret): Promise<void> {
    await inTime(this.#secrets.store(SECRET, JSON.stringify({ version: 1, url, password, key })));
    const kept = await this.read();
    if (kept?.url === url && kept.password === password && kept.key === key) return;
    throw new WenxinError('no-credentials', 'another secret came back', { code: 'keyring_forgets' });
  }

  /** Throws `no-credentials` when the keyring does not answer. */
  async clear(): Promise<void> {
    await inTime(this.#secrets.delete(SECRET));
  }

  /** Tells when it was set or removed, where VS Code tells it also from other windows. */
  onDidChange(listener: () => void): { dispose(): unknown } {
    return this.#secrets.onDidChange(change => {
      if (change.key === SECRET) listener();
    });
  }
}
