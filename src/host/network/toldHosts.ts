import type { ToldHosts } from '../../core/qianfan/bufferedHosts.ts';

/** What is remembered beyond a window: VS Code's `globalState`. */
interface Memory {
  get(key: string): unknown;
  update(key: string, value: unknown): Thenable<void>;
}

const KEY = 'bufferedHosts';

/** The hosts whose answers arrive all at once and that a person was told of, over restarts. */
export function toldHosts(memory: Memory): ToldHosts {
  const told = (): readonly unknown[] => {
    const kept = memory.get(KEY);
    return Array.isArray(kept) ? kept : [];
  };
  return {
    has: host => told().includes(host),
    add: host => void memory.update(KEY, [...told(), host]),
  };
}
