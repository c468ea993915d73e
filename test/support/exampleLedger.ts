import type { ModelPrice } from '../../src/core/money.ts';
import { silentLogger } from '../../src/core/logger.ts';
import { Ledger, type LedgerOptions } from '../../src/core/spend/ledger.ts';
import { temporaryFolder } from './temporaryFolder.ts';
import { VirtualClock } from './virtualClock.ts';

/** 800 nano-yuan per input token and 3,200 per output token; double above 32,000 input tokens. */
export const examplePrice: ModelPrice = {
  tiers: [
    { upToInputTokens: 32_000, inputNanoYuan: 800, cachedInputNanoYuan: 200, outputNanoYuan: 3_200 },
    { upToInputTokens: null, inputNanoYuan: 1_600, outputNanoYuan: 6_400 },
  ],
  source: 'example',
  asOf: '2026-11-22',
};

/** Returns a ledger on a real file in its own folder, with a virtual clock. It is not open yet. */
export function exampleLedger(options: Partial<LedgerOptions> = {}): Ledger {
  return new Ledger({
    clock: new VirtualClock(),
    logger: silentLogger,
    timeZone: 'Asia/Shanghai',
    ...options,
    folder: options.folder ?? temporaryFolder(),
  });
}
