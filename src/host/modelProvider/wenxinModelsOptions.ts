import type { ChatBackend } from '../../core/chat.ts';
import type { Clock } from '../../core/clock.ts';
import type { Unsubscribe } from '../../core/emitter.ts';
import type { Logger } from '../../core/logger.ts';
import type { ModelDirectory } from '../../core/qianfan/modelDirectory.ts';
import type { Experience } from '../../core/spend/experience.ts';
import type { PriceOf } from '../chat/answerNotice.ts';
import type { DailyCap } from './dailyCap.ts';
import type { UseConsent } from './useConsent.ts';

/** The user's current settings. */
export interface ProviderSettings {
  /** Model selected for our own chat. */
  readonly model: string;
  readonly maxOutputTokens: number;
  readonly temperature: number | undefined;
  /** Host of the service; `api` is its protocol version. */
  readonly host: string;
  readonly api: 'v1' | 'v2';
}

/** Dependencies of the language-model provider. */
export interface WenxinModelsOptions {
  readonly backend: ChatBackend;
  readonly models: ModelDirectory;
  readonly priceOf: PriceOf;
  readonly experience: Pick<Experience, 'tokensOf'>;
  /** Throws `no-endpoint` when the settings are invalid. */
  readonly settings: () => ProviderSettings;
  /** Checks for credentials, without prompts or network requests. */
  readonly hasCredentials: () => Promise<boolean>;
  /** Notifies the listener when the credentials may have changed. */
  readonly onDidChangeCredentials: (listener: () => void) => Unsubscribe;
  readonly cap: DailyCap;
  readonly consent: UseConsent;
  /** Workspace name in bookings. */
  readonly workspace: string;
  readonly clock: Clock;
  readonly logger: Logger;
}
