import type { Endpoint } from '../chat.ts';
import { type Clock, systemClock } from '../clock.ts';
import type { ModelPrice } from '../money.ts';
import { catalogueModels, findModel } from './catalogue.ts';
import { chinaDay } from './chinaDay.ts';
import type { ListedModel } from './modelList.ts';
import { FLAT_PLAN_PRICE, KEYLESS_PRICE } from './flatPlan.ts';
import { findOwnPrice, type OwnPrices } from './ownPrices.ts';
import { priceOnDay, type PriceOnDay } from './priceOnDay.ts';
import { retiredModels, retiredOn } from './retiredModels.ts';

/** What is known of a model, from all sources combined. */
export interface KnownModel {
  /** As requests must spell it: some servers are case-sensitive. */
  readonly id: string;
  /** Maximum tokens of question and answer together. */
  readonly contextTokens?: number;
  /** Maximum tokens of one answer, including reasoning. */
  readonly maxOutputTokens?: number;
  /** Reasons before it answers. */
  readonly thinking: boolean;
  /** Supports tool calls; `undefined` if unknown. */
  readonly toolCalling?: boolean;
  /** Missing if unknown, which does not mean free. */
  readonly price?: ModelPrice;
  readonly priceFrom?: 'own' | 'plan' | 'keyless' | 'catalogue' | 'service';
  /** The catalogue's price may be outdated. */
  readonly isPriceOld?: true;
  /** The date of its retirement. */
  readonly retiredOn?: string;
  /** Whether the service's list contains it; `undefined` as long as there is no list. */
  readonly isListed?: boolean;
}

interface ModelDirectoryOptions {
  /** Returns the prices that the user entered. */
  readonly ownPrices: () => OwnPrices;
  /** Returns the latest model list of the current service; `undefined` if it was never fetched. */
  readonly list: () => readonly ListedModel[] | undefined;
  /**
   * Returns how requests at an endpoint (default: the first) are paid: by tokens, by a flat plan, or not at all if the
   * endpoint has no authentication.
   */
  readonly payment: (endpoint?: Endpoint) => 'tokens' | 'plan' | 'nobody';
  /** Provides the current date, which determines the valid catalogue price. */
  readonly clock?: Clock;
}

/**
 * Types of listed models that are not chat models. Servers that report no types are assumed to list what they serve.
 */
const NOT_FOR_CHAT = /embed|rerank|image|video|audio|speech|tts|asr|ocr/i;

/** Combines what the user, the catalogue and the service say about models. Uses no network. */
export class ModelDirectory {
  readonly #ownPrices: () => OwnPrices;
  readonly #list: () => readonly ListedModel[] | undefined;
  readonly #payment: ModelDirectoryOptions['payment'];
  readonly #clock: Clock;

  constructor({ ownPrices, list, payment, clock = systemClock }: ModelDirectoryOptions) {
    this.#ownPrices = ownPrices;
    this.#list = list;
    this.#payment = payment;
    this.#clock = clock;
  }

  /**
   * Returns what is known of a model; ids are case-insensitive. For an unknown model, most fields are missing. The id
   * is spelled as in the service's list, otherwise as given.
   */
  find(id: string): KnownModel {
    const known = findModel(id);
    const list = this.#list();
    const listed = this.#listed(id);
    const retired = retiredOn(id);
    const contextTokens = smaller(known?.contextTokens, listed?.contextTokens);
    const maxOutputTokens = smaller(known?.maxOutputTokens, listed?.maxOutputTokens);
    return {
      id: listed?.id ?? id,
      thinking: known?.thinking ?? false,
      ...(known !== undefined && { toolCalling: known.toolCalling }),
      ...(contextTokens !== undefined && { contextTokens }),
      ...(maxOutputTokens !== undefined && { maxOutputTokens }),
      ...this.#price(id),
      // A service that still lists the model takes precedence.
      ...(retired !== undefined && listed === undefined && { retiredOn: retired }),
      ...(list !== undefined && { isListed: listed !== undefined }),
    };
  }

  /**
   * Returns every model that can be selected or needs a warning: those of the catalogue, the service's list, the user's
   * prices, the retired ones, and the one in use. Ids are unique, in the spelling of the list, otherwise of the user,
   * otherwise of the catalogue.
   */
  all(inUse: string): KnownModel[] {
    const listed = (this.#list() ?? []).filter(({ type = '' }) => !NOT_FOR_CHAT.test(type)).map(({ id }) => id);
    const named = [...listed, inUse, ...Object.keys(this.#ownPrices())];
    const spelling = new Map(named.toReversed().map(id => [id.toLowerCase(), id]));
    const ids = [...catalogueModels.map(({ id }) => id), ...named, ...retiredModels].map(id => id.toLowerCase());
    return [...new Set(ids)].map(id => this.find(spelling.get(id) ?? id));
  }

  /** Returns the price of a model at an endpoint, which need not be the preferred one; `undefined` if unknown. */
  priceAt(id: string, endpoint: Endpoint): ModelPrice | undefined {
    return this.#price(id, endpoint).price;
  }

  /** Returns the price per token of a model, regardless of the user's prices and of plans; `undefined` if unknown. */
  listPrice(id: string): ModelPrice | undefined {
    return this.#listPrice(id).price;
  }

  /** Returns the user's price, otherwise the flat plan's, otherwise the list price. */
  #price(id: string, endpoint?: Endpoint): Pick<KnownModel, 'price' | 'priceFrom' | 'isPriceOld'> {
    const own = findOwnPrice(this.#ownPrices(), id);
    if (own !== undefined) return { price: own, priceFrom: 'own' };
    const payment = this.#payment(endpoint);
    if (payment === 'plan') return { price: FLAT_PLAN_PRICE, priceFrom: 'plan' };
    if (payment === 'nobody') return { price: KEYLESS_PRICE, priceFrom: 'keyless' };
    return this.#listPrice(id);
  }

  /**
   * Returns the catalogue's current price, which includes tiers and cached input, unless the service's list contradicts
   * it; otherwise the list's price.
   */
  #listPrice(id: string): Pick<KnownModel, 'price' | 'priceFrom' | 'isPriceOld'> {
    const known = this.#cataloguePrice(id);
    const listed = this.#listed(id)?.price;
    if (known !== undefined && (listed === undefined || agree(known.price, listed))) {
      return { price: known.price, priceFrom: 'catalogue', ...(known.isOld && { isPriceOld: true }) };
    }
    return listed === undefined ? {} : { price: listed, priceFrom: 'service' };
  }

  #cataloguePrice(id: string): PriceOnDay | undefined {
    const { price, otherPrices = [] } = findModel(id) ?? {};
    return price && priceOnDay([price, ...otherPrices], chinaDay(this.#clock.now()));
  }

  #listed(id: string): ListedModel | undefined {
    return this.#list()?.find(model => model.id.toLowerCase() === id.toLowerCase());
  }
}

/** Compares only the first tier, as the list has no others. */
function agree(known: ModelPrice, listed: ModelPrice): boolean {
  const [ours, theirs] = [known.tiers[0], listed.tiers[0]];
  return ours?.inputNanoYuan === theirs?.inputNanoYuan && ours?.outputNanoYuan === theirs?.outputNanoYuan;
}

/** The list is said to report larger context windows than the model's own page; a question must fit both. */
function smaller(one: number | undefined, other: number | undefined): number | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return Math.min(one, other);
}
