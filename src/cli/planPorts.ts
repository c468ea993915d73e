import type { DryRunPorts, PlannedModel } from '../core/batch/plan/dryRunPorts.ts';
import type { Clock } from '../core/clock.ts';
import { findSecrets } from '../core/conversation/secrets/findSecrets.ts';
import type { ModelDirectory } from '../core/qianfan/modelDirectory.ts';
import type { Experience } from '../core/spend/experience.ts';
import { amountOf, isFree, worstCaseOf } from '../core/spend/prices.ts';
import { jobBudget } from './jobBudget.ts';
import type { SettledOptions } from './settledOptions.ts';

/** Default before anything is measured: a fast model without reasoning. */
const USUAL_PACE = { firstTokenMs: 1_500, tokensPerSecond: 40, isMeasured: false };

interface PlanParts {
  readonly options: SettledOptions;
  readonly models: ModelDirectory;
  readonly experience: Experience;
  readonly clock: Clock;
}

/** Returns the lookups of a dry run. The command line has no answer cache. */
export function planPorts({ options, models, experience, clock }: PlanParts): DryRunPorts {
  const { model, maxOutputTokens, temperature, budget, concurrency } = options;
  return {
    model,
    maxOutputTokens,
    ...(temperature !== undefined && { temperature }),
    workspace: '',
    findModel: id => plannedModel(id, maxOutputTokens, models, experience),
    keyOf: () => undefined,
    isKept: () => false,
    secretsIn: text => {
      return findSecrets(text).map(({ kind, start }) => ({ kind, line: text.slice(0, start).split('\n').length }));
    },
    budgets: () =>
      typeof budget === 'number'
        ? [{ budget: { ...jobBudget(''), limitNanoYuan: budget }, spentNanoYuan: 0, reservedNanoYuan: 0 }]
        : [],
    pace: () => ({ ...USUAL_PACE, concurrency }),
    comingHours: () => Promise.resolve([]),
    clock,
  };
}

function plannedModel(
  id: string,
  maxOutputTokens: number,
  models: ModelDirectory,
  experience: Experience,
): PlannedModel {
  const { price, contextTokens } = models.find(id);
  const none = (): number => 0;
  return {
    ...(contextTokens !== undefined && { contextTokens }),
    pricing: price === undefined ? 'unknown' : price.isFlat ? 'plan' : isFree(price) ? 'free' : 'charged',
    amountOf:
      price === undefined
        ? none
        : (inputTokens, outputTokens) =>
            amountOf(price, { inputTokens, cachedInputTokens: 0, outputTokens, reasoningTokens: 0 }),
    worstCaseOf: price === undefined ? none : (input, output) => worstCaseOf(price, input, output),
    tokensOf: counts => experience.tokensOf(id, counts),
    answer: experience.answerRange('batch', id, maxOutputTokens),
  };
}
