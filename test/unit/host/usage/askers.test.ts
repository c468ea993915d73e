import assert from 'node:assert/strict';
import { BACKGROUND_CONSUMER, CHAT_CONSUMER } from '../../../../src/host/consumer.ts';
import { exampleUsage } from '../../../support/exampleUsage.ts';
import { inBothLanguages, loadUsageWords } from '../../../support/usageWords.ts';

describe('The consumers in the usage panel', () => {
  let words: Awaited<ReturnType<typeof loadUsageWords>>;

  before(async () => (words = await loadUsageWords()));

  it('are told apart in the table and in each receipt: VS Code’s background, its chat and other extensions', () => {
    const usage = exampleUsage();
    const [ours = assert.fail()] = usage.by.consumer;
    const consumers = [BACKGROUND_CONSUMER, CHAT_CONSUMER, 'someone.else'];
    const report = {
      ...usage,
      by: { ...usage.by, consumer: consumers.map(name => ({ ...ours, name })) },
      recent: consumers.map(consumer => ({ ...(usage.recent[0] ?? assert.fail()), consumer })),
    };
    const [english, chinese] = inBothLanguages(() => {
      const view = words.usageReportView(report, { lanes: [] });
      const rows = view.breakdowns.find(({ id }) => id === 'consumer')?.table.rows ?? [];
      return {
        rows: rows.map(({ cells }) => cells[0]),
        receipts: view.receipts.map(({ details }) =>
          details.filter(({ label }) => /Consumer|来源/.test(label)).map(({ value }) => value),
        ),
      };
    });
    assert.deepEqual(english.rows, ['VS Code (background)', 'VS Code chat', 'someone.else']);
    assert.deepEqual(english.receipts, [['VS Code (background)'], ['VS Code chat'], ['someone.else']]);
    assert.deepEqual(chinese.rows, ['VS Code（后台）', 'VS Code 聊天', 'someone.else']);
  });
});
