/** One version of a secret. */
interface Version {
  data: Readonly<Record<string, unknown>> | null;
  readonly createdAtMs: number;
  deletedAtMs?: number;
  destroyed: boolean;
}

/** The response of KV version 2 to a read. */
export interface KvReply {
  readonly status: 200 | 404;
  readonly data?: unknown;
}

/** The KV version 2 secrets engine, mounted at one path: every write creates a version. */
export class Secrets {
  readonly mount: string;
  readonly #versions = new Map<string, Version[]>();
  readonly #now: () => number;

  constructor(mount: string, now: () => number) {
    this.mount = mount;
    this.#now = now;
  }

  put(path: string, data: Readonly<Record<string, unknown>>): void {
    const versions = this.#versions.get(path) ?? [];
    this.#versions.set(path, [...versions, { data, createdAtMs: this.#now(), destroyed: false }]);
  }

  /** Soft-deletes the last version, which could be restored. */
  delete(path: string): void {
    this.#last(path).deletedAtMs = this.#now();
  }

  destroy(path: string): void {
    const last = this.#last(path);
    last.destroyed = true;
    last.data = null;
  }

  /** @param number 0 for the last version. */
  read(path: string, number: number): KvReply {
    const versions = this.#versions.get(path);
    const version = versions?.at(number - 1);
    if (versions === undefined || version === undefined) return { status: 404 };
    const isGone = version.destroyed || version.deletedAtMs !== undefined;
    const metadata = {
      created_time: new Date(version.createdAtMs).toISOString(),
      custom_metadata: null,
      deletion_time: version.deletedAtMs === undefined ? '' : new Date(version.deletedAtMs).toISOString(),
      destroyed: version.destroyed,
      version: number === 0 ? versions.length : number,
    };
    return { status: isGone ? 404 : 200, data: { data: isGone ? null : version.data, metadata } };
  }

  #last(path: string): Version {
    const last = this.#versions.get(path)?.at(-1);
    if (last === undefined) throw new Error(`There is no secret ${path}`);
    return last;
  }
}
