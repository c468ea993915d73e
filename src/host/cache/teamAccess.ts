import type { TeamSecrets } from './teamSecrets.ts';
import type { TeamTools } from './teamTools.ts';

/** The user's team cache: its secrets, and whether it is turned on. */
export interface TeamAccess {
  readonly secrets: TeamSecrets;
  readonly tools: TeamTools;
  /** The setting `wenxin.cache.redis`. */
  readonly isOn: () => boolean;
  readonly turn: (on: boolean) => Promise<void>;
}
