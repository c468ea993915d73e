/** Which answers: this workspace's, those of all workspaces on this computer, or the team's. */
export type CacheScope = 'workspace' | 'all' | 'team';

/** The sizes of what can be cleared. Files without answers count as nothing. */
export interface CacheSizes {
  /** Answers in this window's memory. */
  readonly memory: number;
  /** Size of this workspace's answers on disk. */
  readonly workspaceBytes: number;
  /** Size of all workspaces' answers on disk, this one included. */
  readonly all: { readonly bytes: number; readonly workspaces: number };
  /** `none`: no team cache is set up, or it is turned off. */
  readonly team: 'none' | 'unreachable' | { readonly answers: number };
}

/** The result of clearing. In any case the answers are gone from the memory of this computer's windows. */
export type ClearOutcome =
  | 'cleared'
  /** Answers of this many workspaces are still on disk. `busy`: another window holds the file. */
  | { readonly left: 'disk'; readonly workspaces: number; readonly why: 'busy' | 'notWritable' }
  /** `refused`: the server responds, but does not allow this user to delete. */
  | { readonly left: 'team'; readonly why: 'unreachable' | 'refused' };

/** The levels of the answer cache, as far as a user can clear them. */
export interface AnswerCaches {
  /** Rejects only with the signal's reason. */
  sizes(signal: AbortSignal): Promise<CacheSizes>;
  /**
   * Deletes answers permanently. `workspace` and `all` include the memory of other windows. Never rejects; idempotent.
   */
  clear(scope: CacheScope): Promise<ClearOutcome>;
}
