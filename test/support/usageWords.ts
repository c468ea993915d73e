import './wordingAlone.ts';
import { speak } from './vscodeStandIn.ts';

/** Loads the host files with the texts of the usage page, without VS Code. */
export async function loadUsageWords() {
  const [picture, report, live, figures, spend, tokens, traffic, receipts] = await Promise.all([
    import('../../src/host/usage/usagePicture.ts'),
    import('../../src/host/usage/usageReportView.ts'),
    import('../../src/host/usage/liveView.ts'),
    import('../../src/host/usage/figures.ts'),
    import('../../src/host/usage/spendChart.ts'),
    import('../../src/host/usage/tokenChart.ts'),
    import('../../src/host/usage/traffic.ts'),
    import('../../src/host/usage/receipts.ts'),
  ]);
  return { ...picture, ...report, ...live, ...figures, ...spend, ...tokens, ...traffic, ...receipts };
}

/** Returns the result of `say` in both languages. The language is English afterwards. */
export function inBothLanguages<T>(say: () => T): readonly [english: T, chinese: T] {
  speak('en');
  const english = say();
  speak('zh-cn');
  const chinese = say();
  speak('en');
  return [english, chinese];
}
