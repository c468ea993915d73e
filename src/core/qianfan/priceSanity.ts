import type { ModelPrice, NanoYuan } from '../money.ts';
import { findOwnPrice, type OwnPrice } from './ownPrices.ts';

/** Factor between the two units. */
const UNITS_APART = 1_000;
/** Prices change, and relays set their own: up to this factor, prices count as similar. */
const ABOUT = 5;

/** Baidu's chat models cost between a hundredth and a hundred times this. */
const ORDINARY_OUTPUT: NanoYuan = 8_000;

/** The probable error in a typed price: it is a thousandth or a thousand times of the intended one. */
export type PriceSlip = 'tooLow' | 'tooHigh';

/**
 * Detects a price that was probably meant for the other unit: Baidu's page states prices per thousand tokens, most
 * others per million. Both input and output price must look wrong.
 *
 * @param list the model's price from another source; without it, only prices outside the range of all models are
 * detected.
 */
export function priceSlip(own: OwnPrice, list: ModelPrice | undefined): PriceSlip | undefined {
  const [typed] = findOwnPrice({ own: { ...own, tiers: undefined } }, 'own')?.tiers ?? [];
  const [usual] = list?.tiers ?? [];
  if (typed === undefined) return undefined;
  if (usual === undefined) return slipOf([ratio(typed.outputNanoYuan, ORDINARY_OUTPUT)], UNITS_APART / 10);
  const ratios = [ratio(typed.inputNanoYuan, usual.inputNanoYuan), ratio(typed.outputNanoYuan, usual.outputNanoYuan)];
  return slipOf(ratios, UNITS_APART / ABOUT, UNITS_APART * ABOUT);
}

/** A price of zero allows no comparison. */
function ratio(typed: NanoYuan, usual: NanoYuan): number | undefined {
  return typed === 0 || usual === 0 ? undefined : typed / usual;
}

function slipOf(ratios: readonly (number | undefined)[], least: number, most = Infinity): PriceSlip | undefined {
  const known = ratios.filter(each => each !== undefined);
  if (known.length === 0) return undefined;
  if (known.every(each => 1 / each >= least && 1 / each <= most)) return 'tooLow';
  return known.every(each => each >= least && each <= most) ? 'tooHigh' : undefined;
}

/**
 * Returns the probably intended price: the same numbers with the other unit if that explains the error, otherwise
 * scaled numbers.
 */
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
