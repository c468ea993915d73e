import type { BudgetName } from '../../budget.ts';
import type { NanoYuan } from '../../money.ts';
import type { PlannedLine } from '../requestsFile.ts';
import type { AnswerTotal } from './answerSums.ts';
import type { LeftOut } from './batchInput.ts';
import type { BatchPace, PlannedSecret } from './dryRunPorts.ts';

/** What a batch will cost: nine of ten such batches from `lowNanoYuan` to `highNanoYuan`, none more than `worstNanoYuan`. */
export interface BatchCost {
  readonly lowNanoYuan: NanoYuan;
  readonly expectedNanoYuan: NanoYuan;
  readonly highNanoYuan: NanoYuan;
  readonly worstNanoYuan: NanoYuan;
}

/** An item of a batch, as a person finds it. Numbers count from 1. */
export interface PlannedItem {
  readonly number: number;
  readonly customId: string;
}

/** Items that have something in common. */
export interface ItemList<Item extends PlannedItem = PlannedItem> {
  readonly count: number;
  /** The first hundred. */
  readonly items: readonly Item[];
}

/** What of a batch is shown as it will be sent. */
export interface SampleItem extends PlannedItem {
  readonly why: 'first' | 'middle' | 'longest';
  readonly line: PlannedLine['line'];
}

/** A budget that a batch comes up against. */
export interface BudgetStop {
  readonly budget: BudgetName;
  readonly limitNanoYuan: NanoYuan;
  /** What batches may still take of it. */
  readonly leftNanoYuan: NanoYuan;
  /** So many items that have to be asked are done by then. */
  readonly afterItems: number;
  /** False where only a batch that costs more than is to be expected comes up against it. */
  readonly isLikely: boolean;
}

/** What is known of a batch before anything of it is sent. Of items that have to be asked, where nothing else is said. */
export interface DryRun {
  /** All items. */
  readonly count: number;
  /** Those that cost nothing: an answer is kept, or an earlier item of the same batch asks the same. */
  readonly cached: number;
  /** Items by model, the most frequent first; also those that are cached. */
  readonly models: readonly { readonly model: string; readonly count: number }[];
  /** Estimated, and corrected by what earlier requests taught. */
  readonly inputTokens: number;
  readonly answers: AnswerTotal;
  /** `unknown` also where only one of several models has no price. */
  readonly cost: BatchCost | 'unknown' | 'plan' | 'free';
  /** By the service's batch inference, which knows nothing of kept answers: all items are asked. */
  readonly costByService: DryRun['cost'];
  readonly minutes: number;
  /** What the minutes are reckoned with, and what holds the batch up most. */
  readonly pace: BatchPace & { readonly heldUpBy: 'concurrency' | 'requests' | 'tokens' };
  readonly budgetStop?: BudgetStop;
  /** There is a budget, and a price is unknown: nothing will be sent. */
  readonly isUnpriced?: true;
  readonly samples: readonly SampleItem[];
  readonly secrets: ItemList<PlannedItem & { readonly found: readonly PlannedSecret[] }>;
  /** Question and longest answer do not fit into the model together, by estimate. */
  readonly tooLong: ItemList;
  /** Answers that will probably be cut, because the new text of a file is longer than the longest answer. */
  readonly likelyCut: ItemList;
  readonly leftOut: readonly LeftOut[];
  /** Wall time at which a quieter hour begins, of the next 24. */
  readonly quietHourMs?: number;
}

/** The service charges so much of the price for its batch inference (Baidu qianfan/s/Oml4r78ea). */
const SERVICE_SHARE = 0.4;

/** What a batch will cost by the service's batch inference. */
export function serviceCost(cost: BatchCost): BatchCost {
  const part = (amount: NanoYuan): NanoYuan => Math.ceil(SERVICE_SHARE * amount);
  return {
    lowNanoYuan: part(cost.lowNanoYuan),
    expectedNanoYuan: part(cost.expectedNanoYuan),
    highNanoYuan: part(cost.highNanoYuan),
    worstNanoYuan: part(cost.worstNanoYuan),
  };
}
