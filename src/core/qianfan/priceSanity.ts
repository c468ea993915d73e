import type { ModelPrice, NanoYuan } from '../money.ts';
import { findOwnPrice, type OwnPrice } from './ownPrices.ts';

/** How many times too low or too high a price is that was typed for the other unit. */
const UNITS_APART = 1_000;
/** Prices change, and relays have their own: so much more or less is still about the same. */
const ABOUT = 5;

/** Of Baidu's chat models none costs less than a hundredth of this, or more than a hundred times as much. */
const ORDINARY_OUTPUT: NanoYuan = 8_000;

/** What is probably wrong with a typed price: it is a thousandth, or a thousand times, of what it should be. */
export type PriceSlip = 'tooLow' | 'tooHigh';

/**
 * Whether a price looks as if it was meant for the other unit: Baidu's page prices a thousand tokens, most others a
 * million. Both its input and its output have to look so.
 *
 * @param list what the model costs otherwise; without it only what no model costs is noticed.
 */
export function priceSlip(own: OwnPrice, list: ModelPrice | undefined): PriceSlip | undefined {
  const [typed] = findOwnPrice({ own: { ...own, tiers: undefined } }, 'own')?.tiers ?? [];
  const [usual] = list?.tiers ?? [];
  if (typed === undefined) return undefined;
  if (usual === undefined) return slipOf([ratio(typed.outputNanoYuan, ORDINARY_OUTPUT)], UNITS_APART / 10);
  const ratios = [ratio(typed.inputNanoYuan, usual.inputNanoYuan), ratio(typed.outputNanoYuan, usual.outputNanoYuan)];
  return slipOf(ratios, UNITS_APART / ABOUT, UNITS_APART * ABOUT);
}

/** What is free on either side tells nothing. */
function ratio(typed: NanoYuan, usual: NanoYuan): number | undefined {
  return typed === 0 || usual === 0 ? undefined : typed / usual;
}

function slipOf(ratios: readonly (number | undefined)[], least: number, most = Infinity): PriceSlip | undefined {
  const known = ratios.filter(each => each !== undefined);
  if (known.length === 0) return undefined;
  if (known.every(each => 1 / each >= least && 1 / each <= most)) return 'tooLow';
  return known.every(each => each >= least && each <= most) ? 'tooHigh' : undefined;
}

/** The price as it was probably meant: the same figures for the other unit where that is it, else other figures. */
export function withoutSlip(own: OwnPrice, slip: PriceSlip): OwnPrice {
  if (slip === 'tooLow' && own.unit === 'perMillion') return { ...own, unit: 'perThousand' };
  if (slip === 'tooHigh' && own.unit === 'perThousand') return { ...own, unit: 'perMillion' };
  const meant = (yuan: number): number => {
    return Number((slip === 'tooLow' ? yuan * UNITS_APART : yuan / UNITS_APART).toPrecision(12));
  };
  const rates = <Rates extends { input: number; cachedInput?: number | undefined; output: number }>(each: Rates) => ({
    ...each,
    input: meant(each.input),
    ...(each.cachedInput !== undefined && { cachedInput: meant(each.cachedInput) }),
    output: meant(each.output),
  });
  return { ...rates(own), ...(own.tiers && { tiers: own.tiers.map(rates) }) };
}
