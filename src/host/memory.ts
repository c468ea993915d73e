/** Key-value storage that outlives the window: VS Code's `globalState` or `workspaceState`. */
export interface Memory {
  get(key: string): unknown;
  update(key: string, value: unknown): Thenable<void>;
}

/** Storage whose keys can be listed. */
export interface ListedMemory extends Memory {
  keys(): readonly string[];
}
