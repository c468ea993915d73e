import './wordingAlone.ts';
import { speak } from './vscodeStandIn.ts';

/** The host files that word the usage page, outside of VS Code. */
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

/** What `say` gives in both languages. English is spoken afterwards. */
export function inBothLanguages<T>(say: () => T): readonly [english: T, chinese: T] {
  speak('en');
  const english = say();
  speak('zh-cn');
  const chinese = say();
  speak('en');
  return [english, chinese];
}
