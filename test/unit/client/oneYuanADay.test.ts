import assert from 'node:assert/strict';
import { bearer } from '../../../src/core/auth/apiKey.ts';
import type { AuthorizedRequest, ChatEvent } from '../../../src/core/chat.ts';
import { createClient } from '../../../src/core/client.ts';
import { WenxinError } from '../../../src/core/errors.ts';
import { nanoYuanOf } from '../../../src/core/money.ts';
import { findModel } from '../../../src/core/qianfan/catalogue.ts';
import { estimateMessagesTokens } from '../../../src/core/tokens.ts';
import { dailyBudget } from '../../support/exampleAdmission.ts';
import { exampleLedger } from '../../support/exampleLedger.ts';
import { exampleEndpoint, exampleRequest } from '../../support/exampleRequest.ts';
import { readEvents } from '../../support/scriptedBackend.ts';
import { VirtualClock } from '../../support/virtualClock.ts';

/** A function of fifty lines with a question about it; the answer fills one and a half screens, after reasoning. */
const CODE = '  const total = items.reduce((sum, item) => sum + item.price * item.count, 0); // 合计\n'.repeat(50);
const OUTPUT_TOKENS = 1_200;

/** A service whose answers have the usual length unless they are limited. */
async function* service({ messages, maxOutputTokens }: AuthorizedRequest): AsyncGenerator<ChatEvent> {
  yield { type: 'text', text: '好' };
  const inputTokens = estimateMessagesTokens(messages);
  const outputTokens = Math.min(OUTPUT_TOKENS, maxOutputTokens);
  const usage = { inputTokens, cachedInputTokens: 0, outputTokens, reasoningTokens: 400 };
  yield { type: 'done', finish: outputTokens < OUTPUT_TOKENS ? 'length' : 'stop', usage };
}

describe('A budget of ¥1 a day', () => {
  it('pays for at least 25 ordinary, complete answers of the default model', async () => {
    const clock = new VirtualClock();
    const ledger = exampleLedger({ clock });
    const client = createClient({
      transport: service,
      credentials: () => Promise.resolve(bearer('test')),
      endpoints: () => [exampleEndpoint],
      ledger,
      findPrice: model => findModel(model)?.price,
      budgets: () => [dailyBudget(nanoYuanOf(1))],
      clock,
    });
    let whole = 0;
    const ask = async (): Promise<void> => {
      const messages = [{ role: 'user' as const, content: `请解释这段代码：\n${CODE}` }];
      const request = exampleRequest({ model: 'ernie-5.1', messages, maxOutputTokens: 4_096 });
      const events = await readEvents(client(request, new AbortController().signal));
      const done = events.at(-1);
      if (done?.type === 'done' && done.finish === 'stop') whole++;
    };
    await assert.rejects(
      async () => {
        for (;;) await ask();
      },
      (error: unknown) => error instanceof WenxinError && error.kind === 'budget',
    );
    assert.ok(whole >= 25, `${whole} questions`);
    assert.ok((ledger.todaySpend()?.amountNanoYuan ?? Infinity) <= nanoYuanOf(1));
    await ledger.close();
  });
});
