import type { ModelPrice } from '../../src/core/money.ts';
import { silentLogger } from '../../src/core/logger.ts';
import { Ledger, type LedgerOptions } from '../../src/core/spend/ledger.ts';
import { temporaryFolder } from './temporaryFolder.ts';
import { VirtualClock } from './virtualClock.ts';

/** Input 800 and output 3,200 nano-yuan a token, double above 32,000 tokens of input. */
export const examplePrice: ModelPrice = {
  tiers: [
    { upToInputTokens: 32_000, inputNanoYuan: 800, cachedInputNanoYuan: 200, outputNanoYuan: 3_200 },
    { upToInputTokens: null, inputNanoYuan: 1_600, outputNanoYuan: 6_400 },
  ],
  source: 'example',
  asOf: '2026-11-22',
};

/** A ledger on a real file in a folder of its own, with a clock that stands. Not open yet. */
export function exampleLedger(options: Partial<LedgerOptions> = {}): Ledger {
  return new Ledger({
    clock: new VirtualClock(),
    logger: silentLogger,
    timeZone: 'Asia/Shanghai',
    ...options,
    folder: options.folder ?? temporaryFolder(),
  });
}
