import { setImmediate } from 'node:timers/promises';
import type { NanoYuan } from '../../money.ts';
import { wholeTokens } from '../../scriptCounts.ts';
import { inputBound } from '../../tokens.ts';
import type { PlannedLine } from '../requestsFile.ts';
import { type AnswerSpan, AnswerSums } from './answerSums.ts';
import type { BatchInput } from './batchInput.ts';
import { CostSums } from './costSums.ts';
import type { DryRunPorts, PlannedModel, PlannedSecret } from './dryRunPorts.ts';
import { type DryRun, type ItemList, type PlannedItem, serviceCost } from './dryRunReport.ts';
import { LineTokens } from './lineTokens.ts';
import { paceOf } from './paceOf.ts';
import { requestOf } from '../requestOf.ts';
import { quietHour } from './quietHour.ts';
import { Samples } from './samples.ts';

/** Time after which the loop yields to the event loop. */
const SLICE_MS = 8;

/** Length limit of the lists in the report. */
const MAX_LISTED = 100;

/** Length of a file's new version relative to the old one. */
const EDIT_SHARE = { low: 0.9, high: 1.7 };

interface DryRunOptions {
  readonly signal: AbortSignal;
  /** Called from time to time with the number of processed items. */
  readonly onProgress?: (done: number) => void;
}

/** Analyzes all items of a batch without sending anything. Throws the signal's reason and errors from the input. */
export async function dryRun(input: BatchInput, ports: DryRunPorts, options: DryRunOptions): Promise<DryRun> {
  const run = new Run(input, ports);
  const { signal, onProgress } = options;
  let sliceEndMs = ports.clock.monotonicMs() + SLICE_MS;
  for await (const line of input.lines) {
    signal.throwIfAborted();
    await run.add(line);
    if (ports.clock.monotonicMs() < sliceEndMs) continue;
    onProgress?.(run.count);
    await setImmediate();
    sliceEndMs = ports.clock.monotonicMs() + SLICE_MS;
  }
  signal.throwIfAborted();
  onProgress?.(run.count);
  return run.report(signal);
}

class Run {
  count = 0;
  readonly #input: BatchInput;
  readonly #ports: DryRunPorts;
  readonly #counted = new LineTokens();
  readonly #known = new Map<string, PlannedModel>();
  readonly #models = new Map<string, number>();
  readonly #keys = new Set<string>();
  /** Items without a cached answer. */
  readonly #asked = new Reckoning();
  readonly #all = new Reckoning();
  readonly #samples: Samples;
  readonly #secrets = new Listed<PlannedItem & { readonly found: readonly PlannedSecret[] }>();
  readonly #tooLong = new Listed();
  readonly #likelyCut = new Listed();
  #cached = 0;
  #inputTokens = 0;

  constructor(input: BatchInput, ports: DryRunPorts) {
    this.#input = input;
    this.#ports = ports;
    this.#samples = new Samples(input.count);
  }

  async add(planned: PlannedLine): Promise<void> {
    const { line } = planned;
    this.count++;
    const item = { number: this.count, customId: line.customId };
    const request = requestOf(line, this.#ports);
    this.#samples.see(this.count, planned);
    this.#models.set(request.model, (this.#models.get(request.model) ?? 0) + 1);

    // Also checks items with a cached answer, which may be evicted before they are asked.
    const found = line.messages.flatMap(({ content }) => this.#ports.secretsIn(content));
    if (found.length > 0) this.#secrets.add({ ...item, found });
    const key = this.#ports.keyOf(request);
    if (key !== undefined) {
      const isKept = this.#keys.has(key) || (await this.#ports.isKept(key, request));
      this.#keys.add(key);
      if (isKept) {
        this.#cached++;
        this.#reckon(planned, item, true);
        return;
      }
    }
    this.#reckon(planned, item, false);
  }

  async report(signal: AbortSignal): Promise<DryRun> {
    const { budgets, pace, comingHours } = this.#ports;
    const answers = this.#asked.answers.total;
    const cost = this.#asked.cost;
    const whole = this.#all.cost;
    const states = budgets();
    const held = paceOf(pace(), {
      items: this.count - this.#cached,
      inputTokens: this.#inputTokens,
      outputTokens: answers.expectedTokens,
    });
    const stop = typeof cost === 'string' ? undefined : this.#asked.costs.stopAt(states, cost);
    const quietHourMs = quietHour(await comingHours(signal), held.minutes);
    return {
      count: this.count,
      cached: this.#cached,
      models: [...this.#models]
        .map(([model, count]) => ({ model, count }))
        .sort((one, other) => other.count - one.count),
      inputTokens: this.#inputTokens,
      answers,
      cost,
      costByService: typeof whole === 'string' ? whole : serviceCost(whole),
      minutes: held.minutes,
      pace: held.pace,
      samples: this.#samples.items,
      secrets: this.#secrets.list,
      tooLong: this.#tooLong.list,
      likelyCut: this.#likelyCut.list,
      leftOut: this.#input.leftOut ?? [],
      ...(stop !== undefined && { budgetStop: stop }),
      ...(cost === 'unknown' && states.length > 0 && { isUnpriced: true }),
      ...(quietHourMs !== undefined && { quietHourMs }),
    };
  }

  #reckon({ line }: PlannedLine, item: PlannedItem, isKept: boolean): void {
    const { model, messages, maxOutputTokens, options } = requestOf(line, this.#ports);
    const facts = this.#find(model);
    const tools = options?.tools ?? [];
    const counts = this.#counted.count(messages, tools);
    const bound = inputBound(messages, tools);
    const inputTokens = Math.min(facts.tokensOf(counts), bound);
    const span = this.#spanOf(facts, wholeTokens(counts));
    if (!isKept) {
      this.#inputTokens += inputTokens;
      if (facts.contextTokens !== undefined && inputTokens + maxOutputTokens > facts.contextTokens) {
        this.#tooLong.add(item);
      }
      if (this.#input.isEdit && span.lowTokens > maxOutputTokens) this.#likelyCut.add(item);
    }
    const isCharged = facts.pricing === 'charged';
    const amount = (input: number, output: number): NanoYuan => (isCharged ? facts.amountOf(input, output) : 0);
    const inputNanoYuan = amount(inputTokens, 0);
    for (const reckoning of isKept ? [this.#all] : [this.#asked, this.#all]) {
      const outputTokens = reckoning.answers.add(span, maxOutputTokens);
      reckoning.pricings.add(facts.pricing);
      reckoning.costs.add({
        inputNanoYuan,
        outputNanoYuan: amount(inputTokens, outputTokens) - inputNanoYuan,
        worstNanoYuan: isCharged ? facts.worstCaseOf(bound, maxOutputTokens) : 0,
      });
    }
  }

  #find(model: string): PlannedModel {
    const known = this.#known.get(model) ?? this.#ports.findModel(model);
    this.#known.set(model, known);
    return known;
  }

  #spanOf({ answer }: PlannedModel, textTokens: number): AnswerSpan {
    if (!this.#input.isEdit) return answer;
    return { lowTokens: EDIT_SHARE.low * textTokens, highTokens: EDIT_SHARE.high * textTokens };
  }
}

/** Totals of a set of items. */
class Reckoning {
  readonly answers = new AnswerSums();
  readonly costs = new CostSums();
  readonly pricings = new Set<PlannedModel['pricing']>();

  /** The total cost, even if only some of the items are charged; `unknown` if any price is. */
  get cost(): DryRun['cost'] {
    if (this.pricings.has('unknown')) return 'unknown';
    if (this.pricings.has('charged') || this.pricings.size === 0) return this.costs.cost(this.answers.total);
    return this.pricings.has('plan') ? 'plan' : 'free';
  }
}

class Listed<Item extends PlannedItem = PlannedItem> {
  #count = 0;
  readonly #items: Item[] = [];

  add(item: Item): void {
    this.#count++;
    if (this.#items.length < MAX_LISTED) this.#items.push(item);
  }

  get list(): ItemList<Item> {
    return { count: this.#count, items: this.#items };
  }
}
