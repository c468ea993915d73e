import { chip, page, type Sample } from './samplePage.ts';

const DAY_MS = 24 * 60 * 60_000;

/** Empty conversations of users with earlier conversations. */
export const HISTORY_SAMPLES: Readonly<Record<string, Sample>> = {
  recent: {
    lang: 'en',
    view: page({
      recent: [
        { id: 'a', title: 'Explain this code · paymentReconciliationServiceConfiguration.ts', changedAtMs: Date.now() },
        { id: 'b', title: 'Why is this slow?', changedAtMs: Date.now() - DAY_MS },
        { id: 'c', title: '', changedAtMs: Date.UTC(2025, 10, 3) },
      ],
    }),
  },
  recentZh: {
    lang: 'zh-cn',
    view: page({
      attachments: [chip('格式化.ts:12–40')],
      recent: [
        { id: 'a', title: '互斥锁和信号量有什么区别，什么时候该用哪一个？请举一个例子说明', changedAtMs: Date.now() },
        { id: 'b', title: '解释这段代码 · ledger.ts', changedAtMs: Date.now() - DAY_MS },
      ],
    }),
  },
};
