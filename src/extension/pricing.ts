import type { Session } from '../core/conversation/session.ts';
import { CountedMessages } from '../core/countedMessages.ts';
import { nanoYuanOf, type NanoYuan } from '../core/money.ts';
import type { ModelDirectory } from '../core/qianfan/modelDirectory.ts';
import { priceSlip } from '../core/qianfan/priceSanity.ts';
import { expectedCost } from '../core/spend/expectedCost.ts';
import type { Experience } from '../core/spend/experience.ts';
import { inputBound } from '../core/tokens.ts';
import { CostCheck } from '../host/chat/costCheck.ts';
import type { Configuration } from '../host/configuration.ts';
import type { PriceKeeping } from '../host/models/enterPrice.ts';
import { costView } from '../host/spend/costView.ts';
import type { CostText, Expect } from '../host/spend/expectation.ts';
import { tellBrokenSetting } from '../host/storageNotices.ts';

interface PricingParts {
  readonly configuration: Configuration;
  readonly models: ModelDirectory;
  readonly experience: Experience;
}

/** Cost estimates for questions that were not sent yet. */
export interface ConnectedPricing {
  readonly expect: Expect;
  readonly costCheck: CostCheck;
  /** Returns a one-line cost estimate for a question in a session. */
  readonly costText: (session: Session) => CostText;
  /** Reads and writes the user's own prices. */
  readonly keeping: PriceKeeping;
  /** Whether one of the user's own prices looks as if it was entered in the wrong unit. */
  readonly hasOddPrice: () => boolean;
}

/** Connects the cost estimates to the model directory and to measurements of earlier requests. */
export function connectPricing({ configuration, models, experience }: PricingParts): ConnectedPricing {
  const counted = new CountedMessages();
  const expect: Expect = ({ feature, model, messages, maxOutputTokens }) => {
    const { price, contextTokens } = models.find(model);
    const bound = inputBound(messages);
    return {
      model,
      contextTokens,
      ...expectedCost(price, {
        inputTokens: Math.min(experience.tokensOf(model, counted.count(messages)), bound),
        inputBound: bound,
        answer: experience.answerRange(feature, model, maxOutputTokens),
        maxOutputTokens,
      }),
    };
  };
  const confirmAbove = (): NanoYuan | undefined => {
    const yuan = configuration.get('wenxin.confirmAboveCny');
    return yuan === 0 ? undefined : nanoYuanOf(yuan);
  };
  const keeping: PriceKeeping = {
    ownPrices: () => (configuration.isBroken('wenxin.prices') ? undefined : configuration.get('wenxin.prices')),
    listPrice: id => models.listPrice(id),
    keep: prices => configuration.update('wenxin.prices', prices),
    tellBroken: () => tellBrokenSetting('wenxin.prices'),
  };
  return {
    expect,
    costCheck: new CostCheck(expect, confirmAbove),
    costText: session => question => costView(expect(session.plan(question))).text,
    keeping,
    hasOddPrice: () =>
      Object.entries(keeping.ownPrices() ?? {}).some(
        ([id, price]) => priceSlip(price, keeping.listPrice(id)) !== undefined,
      ),
  };
}
