import type { TeamSecrets } from './teamSecrets.ts';
import type { TeamTools } from './teamTools.ts';

/** The person's team cache: what leads to it, and whether it is used. */
export interface TeamAccess {
  readonly secrets: TeamSecrets;
  readonly tools: TeamTools;
  /** The setting `wenxin.cache.redis`. */
  readonly isOn: () => boolean;
  readonly turn: (on: boolean) => Promise<void>;
}
