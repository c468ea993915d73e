import type { ModelPrice, NanoYuan } from './money.ts';

/** Batch inference costs 40 % of the regular price (Baidu qianfan/s/Oml4r78ea, 2026-02-02). */
const SHARE = { of: 5, taken: 2 };

/** Returns a model's price with batch inference. Fractions of a nano-yuan are rounded up, once per kind of token. */
export function priceOfBatchInference(price: ModelPrice): ModelPrice {
  return {
    ...price,
    tiers: price.tiers.map(({ cachedInputNanoYuan, ...tier }) => ({
      ...tier,
      inputNanoYuan: reduced(tier.inputNanoYuan),
      ...(cachedInputNanoYuan !== undefined && { cachedInputNanoYuan: reduced(cachedInputNanoYuan) }),
      outputNanoYuan: reduced(tier.outputNanoYuan),
    })),
    source: price.isFlat ? price.source : `${price.source} × 40 %`,
  };
}

function reduced(nanoYuan: NanoYuan): NanoYuan {
  return Math.ceil((nanoYuan * SHARE.taken) / SHARE.of);
}
