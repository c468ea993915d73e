import type { SessionSettings } from '../core/conversation/nextTurn.ts';
import type { Configuration } from '../host/configuration.ts';
import type { ConnectedQianfan } from './qianfan.ts';

/** What the chat reads anew for every question. */
export function sessionSettings(
  configuration: Configuration,
  { model, models, experience }: ConnectedQianfan,
): () => SessionSettings {
  return () => ({
    model: model(),
    maxOutputTokens: configuration.get('wenxin.maxOutputTokens'),
    modelOutputTokens: models.find(model()).maxOutputTokens,
    modelContextTokens: models.find(model()).contextTokens,
    tokensOf: counts => experience.tokensOf(model(), counts),
    temperature: configuration.get('wenxin.temperature') ?? undefined,
    maxTurnsSent: configuration.get('wenxin.chat.maxTurnsSent'),
    replyLanguage: configuration.get('wenxin.replyLanguage'),
  });
}
