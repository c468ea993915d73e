/** Whose answers: this workspace's, those of all workspaces of this computer, or the team's. */
export type CacheScope = 'workspace' | 'all' | 'team';

/** What there is to clear. Files without answers in them count as nothing. */
export interface CacheSizes {
  /** Answers in the memory of this window. */
  readonly memory: number;
  /** What this workspace keeps on disk. */
  readonly workspaceBytes: number;
  /** What the workspaces of this computer keep on disk, this one included. */
  readonly all: { readonly bytes: number; readonly workspaces: number };
  /** `none`: no team cache is set up, or it is turned off. */
  readonly team: 'none' | 'unreachable' | { readonly answers: number };
}

/** What came of clearing. What windows of this computer hold in memory of what was to be cleared is gone in any case. */
export type ClearOutcome =
  | 'cleared'
  /** Answers of so many workspaces are still on disk. `busy`: another window holds the file. */
  | { readonly left: 'disk'; readonly workspaces: number; readonly why: 'busy' | 'notWritable' }
  /** `refused`: the server answers, and does not let this person delete. */
  | { readonly left: 'team'; readonly why: 'unreachable' | 'refused' };

/** The levels of the answer cache, as far as a person empties them. */
export interface AnswerCaches {
  /** Rejects with the signal's reason, and with nothing else. */
  sizes(signal: AbortSignal): Promise<CacheSizes>;
  /**
   * Removes answers for good. `workspace` and `all` reach the memory of the other windows too. Never rejects; doing it again
   * is harmless.
   */
  clear(scope: CacheScope): Promise<ClearOutcome>;
}
