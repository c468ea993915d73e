import type { ToldHosts } from '../../core/qianfan/bufferedHosts.ts';
import type { Memory } from '../memory.ts';

const KEY = 'bufferedHosts';

/** Remembers across restarts for which hosts the user was told that they buffer streamed answers. */
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
