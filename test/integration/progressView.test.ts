import assert from 'node:assert/strict';
import { newAnswer } from '../../src/core/conversation/answer.ts';
import type { Answer, Wait } from '../../src/core/conversation/conversation.ts';
import type { ProgressView } from '../../src/protocol/turnView.ts';
import { progressView } from '../../src/host/chat/progressView.ts';
import { wordingProblems } from '../unit/l10n/wording.ts';
import { inChinese } from './inChinese.ts';

const NOW = 1_000_000;
const untilMs = NOW + 4_200;
const tries = { untilMs, endpoint: 'Simulator A', nextAttempt: 2, maxAttempts: 3 } as const;

type Case = readonly [wait: Omit<Wait, 'canSkip'>, english: string, chinese: string];

const RETRY = 'Retry 1 of 2 in {seconds} s.';
const RETRY_ZH = '{seconds} 秒后进行第 1 次重试（最多 2 次）。';

const CASES: readonly Case[] = [
  [
    { why: 'queue', position: 3, untilMs },
    'Queued: 3 ahead, about {seconds} s.',
    '排队中：前面还有 3 个请求，预计 {seconds} 秒。',
  ],
  [{ why: 'queue', position: 3 }, 'Queued: 3 ahead.', '排队中：前面还有 3 个请求。'],
  [
    { why: 'queue', position: 0, untilMs },
    'Queued: next in line, about {seconds} s.',
    '排队中：即将轮到此问题，预计 {seconds} 秒。',
  ],
  [{ why: 'queue', position: 0 }, 'Queued: next in line.', '排队中：即将轮到此问题。'],
  [
    { why: 'rate', untilMs, requestsPerMinute: 60 },
    "This minute's limit is reached (60 RPM). Retrying in {seconds} s; waiting costs nothing.",
    '已达到每分钟速率限制（60 RPM），{seconds} 秒后自动重试，等待不计费。',
  ],
  [
    { why: 'rate', untilMs },
    "This minute's limit is reached. Retrying in {seconds} s; waiting costs nothing.",
    '已达到每分钟速率限制，{seconds} 秒后自动重试，等待不计费。',
  ],
  [{ why: 'rate' }, "This minute's limit is reached; waiting costs nothing.", '已达到每分钟速率限制，等待不计费。'],
  [
    { why: 'budget' },
    'Waiting for other questions to finish: together they could exceed the budget.',
    '正在等待其他提问结束：合计可能超出预算。',
  ],
  [
    { why: 'flight' },
    'The same question is already being asked; its answer will be used here too.',
    '已有相同的问题在等待回答，收到后将在此共用。',
  ],
  [{ why: 'backoff', because: 'busy', ...tries }, `ernie-5.1 is busy. ${RETRY}`, `ernie-5.1 繁忙，${RETRY_ZH}`],
  [
    { why: 'backoff', because: 'unreachable', ...tries },
    `Simulator A cannot be reached. ${RETRY}`,
    `无法连接 Simulator A，${RETRY_ZH}`,
  ],
  [
    { why: 'backoff', because: 'connection-lost', ...tries },
    `The connection to Simulator A broke. ${RETRY}`,
    `与 Simulator A 的连接已中断，${RETRY_ZH}`,
  ],
  [
    { why: 'backoff', because: 'empty', ...tries },
    `ernie-5.1 sent an empty answer. ${RETRY}`,
    `ernie-5.1 返回了空回答，${RETRY_ZH}`,
  ],
  [
    { why: 'backoff', because: 'stalled', ...tries },
    `Simulator A did not answer in time. ${RETRY}`,
    `Simulator A 未及时响应，${RETRY_ZH}`,
  ],
  [{ why: 'backoff', ...tries }, `Simulator A did not answer. ${RETRY}`, `Simulator A 没有响应，${RETRY_ZH}`],
  [
    { why: 'circuit', endpoint: 'Simulator A', untilMs },
    'Simulator A failed several times in a row; requests are paused. Next try in {seconds} s.',
    'Simulator A 连续多次失败，已暂停发送，{seconds} 秒后自动试探。',
  ],
  [
    { why: 'offline', because: 'offline', untilMs },
    'No network. The question is kept and will be sent when the network is back.',
    '当前没有网络。问题已保留，网络恢复后将自动发送。',
  ],
  [
    { why: 'offline', because: 'unreachable', endpoint: 'Simulator A', untilMs },
    'Simulator A cannot be reached. The question is kept and will be sent when it is back.',
    '无法连接 Simulator A。问题已保留，恢复连接后将自动发送。',
  ],
];

const view = (change: Partial<Answer>): ProgressView | undefined =>
  progressView({ ...newAnswer('ernie-5.1'), ...change }, NOW);

const waits = (wait: Omit<Wait, 'canSkip'>, canSkip = false): ProgressView | undefined =>
  view({ waiting: { ...wait, canSkip } });

const labels = (progress: ProgressView | undefined): unknown => progress?.actions.map(({ id, label }) => [id, label]);

describe('The notice of what an answer waits for', () => {
  for (const [wait, english, chinese] of CASES) {
    it(`reads well in both languages: ${english}`, () => {
      const shown = waits(wait);
      const inTheirs = inChinese(() => waits(wait));
      assert.deepEqual([shown?.text, inTheirs?.text], [english, chinese]);
      assert.equal(shown?.remainingMs, english.includes('{seconds}') ? 4_200 : undefined);
      assert.deepEqual(wordingProblems(inTheirs?.text.replace('{seconds}', '5') ?? ''), []);
    });
  }

  it('offers to end the wait when that is allowed, and always to cancel', () => {
    assert.deepEqual(labels(waits({ why: 'rate', untilMs })), [['cancel', 'Cancel']]);
    assert.deepEqual(labels(waits({ why: 'flight' })), [['cancel', 'Cancel']]);
    assert.deepEqual(labels(waits({ why: 'backoff', ...tries }, true)), [
      ['skip', 'Retry Now'],
      ['cancel', 'Cancel'],
    ]);
    const skip = (why: Wait['why']): unknown => labels(waits({ why }, true));
    assert.deepEqual(
      [skip('offline'), skip('circuit'), inChinese(() => skip('offline')), inChinese(() => skip('circuit'))].map(
        each => (each as string[][])[0]?.[1],
      ),
      ['Try Now', 'Try Now', '立即重试', '立即试探'],
    );
  });

  it('says when the service is slow, and offers to wait, stop or send again', () => {
    const slow = (): ProgressView | undefined => view({ slow: { seconds: 60 } });
    assert.equal(
      slow()?.text,
      'No answer for 60 s. The service may still be working; sending again may be charged again.',
    );
    assert.equal(inChinese(slow)?.text, '已等待 60 秒，仍未收到回答。服务可能仍在生成，重新发送可能会再次计费。');
    assert.deepEqual(labels(slow()), [
      ['keepWaiting', 'Keep Waiting'],
      ['stop', 'Stop'],
      ['sendAgain', 'Send Again'],
    ]);
  });

  it('is absent once the answer streams or has ended, and never shows a negative time', () => {
    assert.equal(view({}), undefined);
    for (const state of ['streaming', 'finished', 'stopped', 'failed'] as const) {
      assert.equal(view({ state, waiting: { why: 'budget', canSkip: false } }), undefined);
    }
    assert.equal(waits({ why: 'rate', untilMs: NOW - 5 })?.remainingMs, 0);
  });
});
