import assert from 'node:assert/strict';
import type { Booking } from '../../src/core/booking.ts';
import type { FresherAnswer, Origin } from '../../src/core/chat.ts';
import { newAnswer } from '../../src/core/conversation/answer.ts';
import type { Answer } from '../../src/core/conversation/conversation.ts';
import { cachedActions } from '../../src/host/chat/cachedView.ts';
import { turnView } from '../../src/host/chat/turnView.ts';
import type { AnswerView, CachedView } from '../../src/protocol/turnView.ts';
import { wordingProblems } from '../unit/l10n/wording.ts';
import { inChinese } from './inChinese.ts';

const NOW = 1_800_000_000_000;
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const ORIGIN: Origin = { level: 'workspace', answeredAtMs: NOW - 3 * HOUR, savedNanoYuan: 12_300_000 };

const BOOKING: Booking = {
  questionId: 'q',
  model: 'ernie-5.1',
  endpoint: 'e',
  usage: { inputTokens: 100, cachedInputTokens: 0, outputTokens: 10, reasoningTokens: 0 },
  source: 'usage',
  amountNanoYuan: 580_000,
  outcome: 'ok',
  totalMs: 1_000,
};

const FRESHER: FresherAnswer = { reasoning: '', text: 'new', citations: [], booking: BOOKING };

const answered = (origin: Partial<Origin>, change: Partial<Answer> = {}): Answer => ({
  ...newAnswer('ernie-5.1'),
  state: 'finished',
  text: 'old',
  origin: { ...ORIGIN, ...origin },
  ...change,
});

function shown(answer: Answer): AnswerView {
  const turn = { id: 't', feature: 'chat', question: 'q', prompt: 'q', attachments: [], askedAtMs: 0 } as const;
  return turnView(
    { ...turn, answer },
    { nowMs: NOW, priceOf: () => undefined, hasCredentials: true, branchesOf: () => [] },
  ).answer;
}

const view = (answer: Answer): CachedView => shown(answer).cached ?? assert.fail('nothing is said of the cache');

const ago = (ageMs: number): Partial<Origin> => ({ answeredAtMs: NOW - ageMs });
const stale = { ...ago(9 * DAY), isStale: true } as const;

const LINES: Readonly<Record<string, readonly [answer: Answer, english: string, chinese: string]>> = {
  'with what it saved': [
    answered({}),
    'From the cache (3 hours ago), saved ¥0.0123.',
    '来自缓存（3 小时前），节省 ¥0.0123。',
  ],
  'of a moment ago': [
    answered(ago(59_999)),
    'From the cache (just now), saved ¥0.0123.',
    '来自缓存（刚刚），节省 ¥0.0123。',
  ],
  'by a clock that was set back': [
    answered(ago(-DAY)),
    'From the cache (just now), saved ¥0.0123.',
    '来自缓存（刚刚），节省 ¥0.0123。',
  ],
  'of a free model or a flat plan': [
    answered({ savedNanoYuan: 0 }),
    'From the cache (3 hours ago).',
    '来自缓存（3 小时前）。',
  ],
  'of unknown price': [
    answered({ savedNanoYuan: undefined, ...ago(0) }),
    'From the cache (just now).',
    '来自缓存（刚刚）。',
  ],
  'that is too old': [
    answered(stale),
    'From the cache (9 days ago). A newer answer is being fetched.',
    '来自缓存（9 天前）。正在后台更新回答。',
  ],
  'with a newer one': [
    answered(ago(9 * DAY), { fresher: FRESHER }),
    'From the cache (9 days ago). A newer answer differs from the one shown.',
    '来自缓存（9 天前）。后台更新的回答与当前显示的不同。',
  ],
  'that somebody else asked for at the same time': [
    answered({ level: 'joined' }),
    'The same question was already being asked; sharing its answer cost nothing.',
    '与同时提出的相同问题共用此回答，未另行计费。',
  ],
};

const DESCRIPTIONS: readonly (readonly [answer: Answer, english: string, chinese: string])[] = [
  [
    answered({ level: 'memory' }),
    'Answered by ernie-5.1 and kept in memory. Nothing was charged.',
    'ernie-5.1 的回答，来自内存缓存。本次未计费。',
  ],
  [
    answered({ savedNanoYuan: undefined }),
    'Answered by ernie-5.1 and kept for this workspace. Nothing was charged. The price is unknown, so what was saved is unknown too.',
    'ernie-5.1 的回答，来自工作区缓存。本次未计费。价格未知，无法统计节省金额。',
  ],
  [
    answered({ level: 'team', ...stale }),
    "Answered by ernie-5.1, from your team's cache. Nothing was charged. It is older than the settings allow; the newer answer is charged as any other.",
    'ernie-5.1 的回答，来自团队缓存。本次未计费。已超过设置的有效期；后台更新照常计费。',
  ],
  [
    answered({ level: 'memory' }, { fresher: FRESHER }),
    'Answered by ernie-5.1 and kept in memory. Nothing was charged. The newer answer cost ¥0.0006.',
    'ernie-5.1 的回答，来自内存缓存。本次未计费。新回答花费 ¥0.0006。',
  ],
  [
    answered({ level: 'joined' }),
    'Answered by ernie-5.1 to the same question, asked elsewhere at the same time. Nothing was charged.',
    'ernie-5.1 对同时提出的相同问题的回答。本次未计费。',
  ],
  // An earlier attempt was charged.
  [
    answered({ level: 'memory' }, { bookings: [BOOKING] }),
    'Answered by ernie-5.1 and kept in memory. It is counted as ¥0.0006.',
    'ernie-5.1 的回答，来自内存缓存。本次计为 ¥0.0006。',
  ],
];

describe('The line under an answer from the cache', () => {
  for (const [name, [answer, english, chinese]] of Object.entries(LINES)) {
    it(`reads well in both languages: one ${name}`, () => {
      const inTheirs = inChinese(() => view(answer).text);
      assert.deepEqual([view(answer).text, inTheirs], [english, chinese]);
      assert.deepEqual(wordingProblems(inTheirs), []);
    });
  }

  it('says how old the answer is in whole minutes, hours or days', () => {
    const ages = [MINUTE, 2 * MINUTE - 1, 59 * MINUTE, HOUR, 23.9 * HOUR, DAY, 40.9 * DAY].map(age =>
      answered({ ...ago(age), savedNanoYuan: 0 }),
    );
    assert.deepEqual(
      ages.map(answer => /\((.*) ago\)/.exec(view(answer).text)?.[1]),
      ['1 minute', '1 minute', '59 minutes', '1 hour', '23 hours', '1 day', '40 days'],
    );
    assert.deepEqual(
      ages.map(answer => inChinese(() => /（(.*)前）/.exec(view(answer).text)?.[1])),
      ['1 分钟', '1 分钟', '59 分钟', '1 小时', '23 小时', '1 天', '40 天'],
    );
  });

  it('names the model, the cache level and the charge in its description', () => {
    for (const [answer, english, chinese] of DESCRIPTIONS) {
      const inTheirs = inChinese(() => view(answer).description);
      assert.deepEqual([view(answer).description, inTheirs], [english, chinese]);
      assert.deepEqual(wordingProblems(inTheirs), []);
    }
  });

  it('offers to ask again, or to show a newer answer if there is one', () => {
    const again = { id: 'askAgain', label: 'Ask Again', asks: true };
    const show = { id: 'showFresher', label: 'Show It', asks: false };
    for (const origin of [{}, stale, { level: 'joined' }] as const) {
      assert.deepEqual(view(answered(origin)).actions, [again]);
    }
    const fresher = answered({}, { fresher: FRESHER });
    assert.deepEqual(view(fresher).actions, [show]);
    const labels = inChinese(() => [answered({}), fresher].map(answer => view(answer).actions[0]?.label));
    assert.deepEqual(labels, ['重新提问', '显示新回答']);
  });

  it('replaces the receipt unless an earlier attempt was charged', () => {
    assert.equal(shown(answered({})).receipt, undefined);
    assert.equal(shown(answered({}, { bookings: [BOOKING] })).receipt?.amount, '¥0.0006');
  });

  it('is absent for an answer from the service and for an incomplete one', () => {
    const { origin: _, ...given } = answered({});
    const incomplete = (['waiting', 'streaming', 'stopped', 'failed'] as const).map(state => answered({}, { state }));
    for (const answer of [given, ...incomplete]) {
      assert.equal(shown(answer).cached, undefined);
      assert.deepEqual(cachedActions(answer), []);
    }
  });
});
