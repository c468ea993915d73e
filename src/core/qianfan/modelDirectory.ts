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

/** What is known of a model, from all sources together. */
export interface KnownModel {
  /** As requests have to name it: some servers tell upper from lower case. */
  readonly id: string;
  /** Tokens of question and answer together. */
  readonly contextTokens?: number;
  /** Most tokens of one answer, reasoning included. */
  readonly maxOutputTokens?: number;
  /** It reasons before it answers. */
  readonly thinking: boolean;
  /** It calls tools; `undefined` where nobody says. */
  readonly toolCalling?: boolean;
  /** Missing when unknown, which is not the same as free. */
  readonly price?: ModelPrice;
  readonly priceFrom?: 'own' | 'plan' | 'keyless' | 'catalogue' | 'service';
  /** The catalogue's price may be another one by now. */
  readonly isPriceOld?: true;
  /** The day it was taken out of service. */
  readonly retiredOn?: string;
  /** Whether the service's list names it; `undefined` while there is no list. */
  readonly isListed?: boolean;
}

interface ModelDirectoryOptions {
  /** The person's own prices. */
  readonly ownPrices: () => OwnPrices;
  /** The list of the service that is asked now, as it was read last; `undefined` when it never was. */
  readonly list: () => readonly ListedModel[] | undefined;
  /**
   * How what is asked at an endpoint is paid for, at the first one where none is given: by its tokens, by a flat plan, or
   * not at all where nobody knows who asks.
   */
  readonly payment: (endpoint?: Endpoint) => 'tokens' | 'plan' | 'nobody';
  /** Tells the day, on which a price of the catalogue holds or does not. */
  readonly clock?: Clock;
}

/** Other models of the list answer no chat. Servers that give no types list what they serve. */
const NOT_FOR_CHAT = /embed|rerank|image|video|audio|speech|tts|asr|ocr/i;

/** All models by what the person, the catalogue and the service say of them. Uses no network. */
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
   * What is known of a model; ids are compared without regard to case. Of an unknown one that is little. It is named as
   * the service's list spells it, else as it was asked for.
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
      // A service that still lists it knows better.
      ...(retired !== undefined && listed === undefined && { retiredOn: retired }),
      ...(list !== undefined && { isListed: listed !== undefined }),
    };
  }

  /**
   * Every model that can be chosen or must be warned of: those of the catalogue, of the list, with an own price, and the
   * one in use. Each is there once, spelled as the list, the person or else the catalogue does.
   */
  all(inUse: string): KnownModel[] {
    const listed = (this.#list() ?? []).filter(({ type = '' }) => !NOT_FOR_CHAT.test(type)).map(({ id }) => id);
    const named = [...listed, inUse, ...Object.keys(this.#ownPrices())];
    const spelling = new Map(named.toReversed().map(id => [id.toLowerCase(), id]));
    const ids = [...catalogueModels.map(({ id }) => id), ...named, ...retiredModels].map(id => id.toLowerCase());
    return [...new Set(ids)].map(id => this.find(spelling.get(id) ?? id));
  }

  /** What a model costs at an endpoint, which need not be the one that is asked first; `undefined` when it is unknown. */
  priceAt(id: string, endpoint: Endpoint): ModelPrice | undefined {
    return this.#price(id, endpoint).price;
  }

  /** What a model costs by its tokens, whatever the person wrote and whoever pays; `undefined` when it is unknown. */
  listPrice(id: string): ModelPrice | undefined {
    return this.#listPrice(id).price;
  }

  /** The person's own price; else a flat plan's; else the list price. */
  #price(id: string, endpoint?: Endpoint): Pick<KnownModel, 'price' | 'priceFrom' | 'isPriceOld'> {
    const own = findOwnPrice(this.#ownPrices(), id);
    if (own !== undefined) return { price: own, priceFrom: 'own' };
    const payment = this.#payment(endpoint);
    if (payment === 'plan') return { price: FLAT_PLAN_PRICE, priceFrom: 'plan' };
    if (payment === 'nobody') return { price: KEYLESS_PRICE, priceFrom: 'keyless' };
    return this.#listPrice(id);
  }

  /**
   * The catalogue's of today, which knows tiers and cached input, unless the service's list says that it is out of date;
   * else the list's.
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

/** The list knows the first tier alone. */
function agree(known: ModelPrice, listed: ModelPrice): boolean {
  const [ours, theirs] = [known.tiers[0], listed.tiers[0]];
  return ours?.inputNanoYuan === theirs?.inputNanoYuan && ours?.outputNanoYuan === theirs?.outputNanoYuan;
}

/** The list is said to name larger windows than the model's own page: a question must fit both. */
function smaller(one: number | undefined, other: number | undefined): number | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return Math.min(one, other);
}
