import type {
  AnswerActionView,
  AnswerView,
  CitationView,
  ReceiptDetailView,
  TurnView,
} from '../../../src/protocol/turnView.ts';
import { action, ask, page, RECEIPT, type Sample } from './samplePage.ts';

const REGENERATE: AnswerActionView = { id: 'regenerate', label: 'Regenerate', asks: true };

const REGENERATE_ZH: AnswerActionView = { ...REGENERATE, label: '重新生成' };

const DETAILS: readonly ReceiptDetailView[] = [
  { name: 'model', value: 'ernie-5.1' },
  { name: 'endpoint', value: 'Qianfan' },
  { name: 'failed', value: 'ernie-5.1 at Simulator A was busy' },
  { name: 'requests', value: '2' },
  { name: 'waited', value: '1.8 s' },
  { name: 'firstToken', value: '0.7 s' },
  { name: 'total', value: '3.2 s' },
  { name: 'input', value: '1,234' },
  { name: 'cachedInput', value: '1,024' },
  { name: 'output', value: '356' },
  { name: 'reasoning', value: '120' },
  { name: 'price', value: '¥4 in, ¥18 out per million tokens' },
  { name: 'cost', value: '¥0.0123' },
];

const SOURCES: readonly CitationView[] = [
  { index: 1, url: 'https://www.postgresql.org/docs/current/indexes.html', title: 'PostgreSQL: Indexes' },
  { index: 2, url: 'https://use-the-index-luke.com/', title: '' },
  { index: 3, url: 'file:///etc/passwd', title: 'Not a web page \u202egnp.exe' },
];

/** Expands everything that can be expanded. */
const OPEN_ALL = `document.querySelectorAll('.receiptButton').forEach(button => button.click());`;

const EDIT_FIRST = `document.querySelector('.editQuestion').click();`;

/** Pages with questions that have several versions, truncated answers, and all details. */
export const BRANCH_SAMPLES: Readonly<Record<string, Sample>> = {
  branch: { lang: 'en', view: page({ turns: [versions(), done('And then?', 'Measure it.')] }) },
  branchZh: { lang: 'zh-cn', view: page({ turns: [versionsZh()] }) },
  branchEdited: { lang: 'en', view: page({ turns: [versions()] }), act: EDIT_FIRST },
  branchEditedZh: { lang: 'zh-cn', view: page({ turns: [versionsZh()] }), act: EDIT_FIRST },
  branchBusy: { lang: 'en', view: page({ turns: [versions(), ask('And now?', { state: 'waiting' })] }) },
  cutAnswer: { lang: 'en', view: page({ turns: [cut()] }) },
  cutAnswerZh: { lang: 'zh-cn', view: page({ turns: [cutZh(), brokenZh()] }) },
  continuing: { lang: 'en', view: page({ turns: [continuing()] }) },
  brokenAnswer: { lang: 'en', view: page({ turns: [broken(), rateLimited()] }) },
  endedByRules: { lang: 'en', view: page({ turns: [ended(), withdrawn()] }) },
  receiptOpen: { lang: 'en', view: page({ turns: [withDetails(), keptDetails()] }), act: OPEN_ALL },
  receiptOpenZh: { lang: 'zh-cn', view: page({ turns: [withDetailsZh()] }), act: OPEN_ALL },
  sources: { lang: 'en', view: page({ turns: [cited()] }) },
  sourcesZh: { lang: 'zh-cn', view: page({ turns: [citedZh()] }) },
  reasoned: { lang: 'en', view: page({ turns: [reasoned(), reasoning('Why?', 'Look at the loop.')] }) },
  reasonedZh: { lang: 'zh-cn', view: page({ turns: [reasoning('为什么？', '先看循环。')] }) },
};

function done(question: string, text: string, change: Partial<AnswerView> = {}): TurnView {
  return ask(question, { text, receipt: RECEIPT, details: DETAILS, actions: [REGENERATE], ...change });
}

function versions(): TurnView {
  const branch = { number: 2, count: 3, previousId: 'a', nextId: 'c' };
  return { ...done('Why is this slow for many users?', 'Each user costs one query.'), branch };
}

function versionsZh(): TurnView {
  const branch = { number: 3, count: 3, previousId: 'a' };
  const question = '用户很多时，这段代码为什么慢？请说明原因，并给出修改后的版本。';
  return { ...done(question, '每个用户都会查询一次数据库。', { actions: [REGENERATE_ZH] }), branch };
}

function cut(): TurnView {
  const text = 'Here is the first half:\n\n```ts\nexport function debounce(';
  const actions: readonly AnswerActionView[] = [
    { id: 'continue', label: 'Continue', asks: true, isMain: true },
    REGENERATE,
  ];
  const notice = 'The answer was cut at the output limit, which can be raised in the settings.';
  return done('Write a debounce function.', text, { notice, actions });
}

function cutZh(): TurnView {
  const actions: readonly AnswerActionView[] = [
    { id: 'continue', label: '继续生成', asks: true, isMain: true },
    REGENERATE_ZH,
  ];
  return done('写一个防抖函数。', '先看第一部分：', { state: 'stopped', actions });
}

function broken(): TurnView {
  const message = 'The connection broke. 26 characters are kept (≈¥0.0031).';
  const actions = [action('Continue', true), action('Regenerate', true)];
  const failure = { severity: 'error', message, actions } as const;
  return done('Explain it.', 'Each user costs one query.', { state: 'failed', failure });
}

function brokenZh(): TurnView {
  const message = '连接已中断，已保留收到的 14 个字符（≈¥0.0031）。';
  const actions = [action('继续生成', true), action('重新生成', true)];
  const failure = { severity: 'error', message, actions } as const;
  return done('解释一下。', '每个用户都会查询一次数据库。', { state: 'failed', failure, actions: [REGENERATE_ZH] });
}

function rateLimited(): TurnView {
  const message = 'The rate limit of ernie-5.1 is reached. Nothing was charged.';
  const waiting = { text: `${message} Retry in {seconds} s.`, remainingMs: 23_000 };
  const actions = [{ ...action('Retry', true), waitingLabel: 'Retry Now' }, action('Select Model...')];
  return ask('And this?', { state: 'failed', failure: { severity: 'error', message, waiting, actions } });
}

function continuing(): TurnView {
  return ask('Write it.', { state: 'waiting', text: 'Here is the first half:\n\n```ts\nexport function debounce(' });
}

function ended(): TurnView {
  const notice = 'The service ended this conversation under its safety rules. Start a new chat to go on.';
  const actions: readonly AnswerActionView[] = [{ id: 'newChat', label: 'New Chat', asks: false, isMain: true }];
  return ask('Tell me more.', { text: 'No.', notice, receipt: RECEIPT, details: DETAILS, actions });
}

function withdrawn(): TurnView {
  const notice = 'The service withdrew this answer under its safety rules. Rephrase the question.';
  return ask('And this?', { notice, receipt: RECEIPT, details: DETAILS, actions: [REGENERATE] });
}

function withDetails(): TurnView {
  return done('Why is this slow?', 'Each user costs one query.');
}

function keptDetails(): TurnView {
  return ask('And this?', {
    text: 'It adds up.',
    cached: { text: 'From the cache (3 hours ago), saved ¥0.0123.', description: 'Kept.', actions: [] },
    details: [
      { name: 'model', value: 'ernie-5.1' },
      { name: 'cache', value: 'Answered by ernie-5.1 and kept for this workspace.' },
    ],
    actions: [REGENERATE],
  });
}

function withDetailsZh(): TurnView {
  const details: readonly ReceiptDetailView[] = [
    { name: 'model', value: 'ernie-5.1' },
    { name: 'endpoint', value: '华北私有部署网关' },
    { name: 'failed', value: '华东备用中转服务 的 ernie-5.1 繁忙' },
    { name: 'waited', value: '1.8 秒' },
    { name: 'firstToken', value: '0.7 秒' },
    { name: 'total', value: '3.2 秒' },
    { name: 'input', value: '1,234' },
    { name: 'cachedInput', value: '1,024' },
    { name: 'output', value: '356' },
    { name: 'reasoning', value: '0' },
    { name: 'price', value: '每百万 tokens 输入 ¥4，输出 ¥18' },
    { name: 'cost', value: '¥0.0123' },
  ];
  return done('为什么慢？', '每个用户都会查询一次数据库。', { details, actions: [REGENERATE_ZH] });
}

function cited(): TurnView {
  const text = 'An index helps[1], also a partial one^[2]^. The rest[3][9] is an array: `a[1]`.';
  return done('What helps?', text, { citations: SOURCES });
}

function citedZh(): TurnView {
  return done('怎样更快？', '为 `user_id` 建索引[1]，也可以用部分索引[2]。', {
    citations: SOURCES,
    actions: [REGENERATE_ZH],
  });
}

function reasoned(): TurnView {
  return done('Why is this slow?', 'Each user costs one query.', {
    reasoning: 'Look at the loop.',
    reasoningMs: 12_300,
  });
}

function reasoning(question: string, reasoned: string): TurnView {
  return ask(question, { state: 'streaming', reasoning: reasoned, reasoningForMs: 8_000 });
}
