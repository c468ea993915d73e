import type { SessionSettings } from '../core/conversation/nextTurn.ts';
import type { Feature } from '../core/feature.ts';
import type { Configuration } from '../host/configuration.ts';
import type { ConnectedQianfan } from './qianfan.ts';

/** Returns a reader of the settings that the chat evaluates for every question. */
export function sessionSettings(
  configuration: Configuration,
  { modelFor, models, experience }: ConnectedQianfan,
): (feature: Feature) => SessionSettings {
  return feature => {
    const model = modelFor(feature);
    const { maxOutputTokens, contextTokens } = models.find(model);
    return {
      model,
      maxOutputTokens: configuration.get('wenxin.maxOutputTokens'),
      modelOutputTokens: maxOutputTokens,
      modelContextTokens: contextTokens,
      tokensOf: counts => experience.tokensOf(model, counts),
      temperature: configuration.get('wenxin.temperature') ?? undefined,
      maxTurnsSent: configuration.get('wenxin.chat.maxTurnsSent'),
      replyLanguage: configuration.get('wenxin.replyLanguage'),
    };
  };
}
