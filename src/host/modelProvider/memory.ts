/** Key-value storage that outlives the window: VS Code's `globalState`. */
export interface Memory {
  keys(): readonly string[];
  get(key: string): unknown;
  update(key: string, value: unknown): Thenable<void>;
}
