/** What is remembered beyond a window: VS Code's `globalState`. */
export interface Memory {
  get(key: string): unknown;
  update(key: string, value: unknown): Thenable<void>;
}
