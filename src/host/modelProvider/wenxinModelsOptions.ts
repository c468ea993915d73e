import type { ChatBackend } from '../../core/chat.ts';
import type { Clock } from '../../core/clock.ts';
import type { Unsubscribe } from '../../core/emitter.ts';
import type { Logger } from '../../core/logger.ts';
import type { ModelDirectory } from '../../core/qianfan/modelDirectory.ts';
import type { Experience } from '../../core/spend/experience.ts';
import type { DailyCap } from './dailyCap.ts';
import type { UseConsent } from './useConsent.ts';

/** What the person's settings say now. */
export interface ProviderSettings {
  /** Model that the person chose for our own chat. */
  readonly model: string;
  readonly maxOutputTokens: number;
  readonly temperature: number | undefined;
  /** Host of the service, and the protocol that is spoken with it. */
  readonly host: string;
  readonly api: 'v1' | 'v2';
}

/** What answers for others. */
export interface WenxinModelsOptions {
  readonly backend: ChatBackend;
  readonly models: ModelDirectory;
  readonly experience: Pick<Experience, 'tokensOf'>;
  /** Throws `no-endpoint` when they cannot be used. */
  readonly settings: () => ProviderSettings;
  /** Looks whether there are credentials. Asks nobody, and uses no network. */
  readonly hasCredentials: () => Promise<boolean>;
  /** Hears that there may be other credentials. */
  readonly onDidChangeCredentials: (listener: () => void) => Unsubscribe;
  readonly cap: DailyCap;
  readonly consent: UseConsent;
  /** Name of the workspace that questions are booked to. */
  readonly workspace: string;
  readonly clock: Clock;
  readonly logger: Logger;
}
