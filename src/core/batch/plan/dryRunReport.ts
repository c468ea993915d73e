import type { BudgetName } from '../../budget.ts';
import type { NanoYuan } from '../../money.ts';
import type { PlannedLine } from '../requestsFile.ts';
import type { AnswerTotal } from './answerSums.ts';
import type { LeftOut } from './batchInput.ts';
import type { BatchPace, PlannedSecret } from './dryRunPorts.ts';

/** The cost of a batch: expected, as a 90 % interval (`lowNanoYuan` to `highNanoYuan`), and in the worst case. */
export interface BatchCost {
  readonly lowNanoYuan: NanoYuan;
  readonly expectedNanoYuan: NanoYuan;
  readonly highNanoYuan: NanoYuan;
  readonly worstNanoYuan: NanoYuan;
}

/** Identifies an item of a batch to the user. Numbers count from 1. */
export interface PlannedItem {
  readonly number: number;
  readonly customId: string;
}

/** Items with a common property. */
export interface ItemList<Item extends PlannedItem = PlannedItem> {
  readonly count: number;
  /** The first 100. */
  readonly items: readonly Item[];
}

/** An item whose request is shown as a sample. */
export interface SampleItem extends PlannedItem {
  readonly why: 'first' | 'middle' | 'longest';
  readonly line: PlannedLine['line'];
}

/** A budget that stops a batch. */
export interface BudgetStop {
  readonly budget: BudgetName;
  readonly limitNanoYuan: NanoYuan;
  /** The amount that batches may still spend of it. */
  readonly leftNanoYuan: NanoYuan;
  /** Number of uncached items that are done before. */
  readonly afterItems: number;
  /** False if it stops only a batch that costs more than expected. */
  readonly isLikely: boolean;
}

/** The result of a dry run. Figures cover only uncached items, unless stated otherwise. */
export interface DryRun {
  /** All items. */
  readonly count: number;
  /** Items without cost: the answer is cached, or an earlier item of the batch asks the same. */
  readonly cached: number;
  /** Items by model, including cached ones, most frequent model first. */
  readonly models: readonly { readonly model: string; readonly count: number }[];
  /** Estimated, calibrated by earlier requests. */
  readonly inputTokens: number;
  readonly answers: AnswerTotal;
  /** `unknown` if the price of any model is unknown. */
  readonly cost: BatchCost | 'unknown' | 'plan' | 'free';
  /** Cost by the service's batch inference, which does not use the cache: all items are asked. */
  readonly costByService: DryRun['cost'];
  readonly minutes: number;
  /** The rates that `minutes` is based on, and the limit that determines it. */
  readonly pace: BatchPace & { readonly heldUpBy: 'concurrency' | 'requests' | 'tokens' };
  readonly budgetStop?: BudgetStop;
  /** There is a budget but a price is unknown, so nothing will be sent. */
  readonly isUnpriced?: true;
  readonly samples: readonly SampleItem[];
  readonly secrets: ItemList<PlannedItem & { readonly found: readonly PlannedSecret[] }>;
  /** Items whose question and longest answer together exceed the model's context, by estimate. */
  readonly tooLong: ItemList;
  /** Items whose answer will probably be truncated, because the file's new version exceeds the output limit. */
  readonly likelyCut: ItemList;
  readonly leftOut: readonly LeftOut[];
  /** Wall time of the start of a quieter hour within the next 24. */
  readonly quietHourMs?: number;
}

/** The price of the service's batch inference relative to the normal price (Baidu qianfan/s/Oml4r78ea). */
const SERVICE_SHARE = 0.4;

/** Returns the cost by the service's batch inference. */
export function serviceCost(cost: BatchCost): BatchCost {
  const part = (amount: NanoYuan): NanoYuan => Math.ceil(SERVICE_SHARE * amount);
  return {
    lowNanoYuan: part(cost.lowNanoYuan),
    expectedNanoYuan: part(cost.expectedNanoYuan),
    highNanoYuan: part(cost.highNanoYuan),
    worstNanoYuan: part(cost.worstNanoYuan),
  };
}
