import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Booking } from '../../../../src/core/booking.ts';
import type { Turn } from '../../../../src/core/conversation/conversation.ts';
import { conversationJson } from '../../../../src/core/conversation/exchange/conversationJson.ts';
import type { Parsed } from '../../../../src/core/conversation/exchange/exportedConversation.ts';
import { parseConversation } from '../../../../src/core/conversation/exchange/parseConversation.ts';
import { exampleAttachment, exampleTurn } from '../../../support/exampleTurn.ts';

/** Parses a file that contains this turn, possibly written by another program. */
const parsed = (turn: unknown): Parsed => {
  const file: unknown = JSON.parse(conversationJson({ title: 't', conversation: { id: 'c', turns: [], tip: 'a' } }));
  const text = JSON.stringify(changed(file, ['conversation', 'turns'], [turn]));
  return parseConversation(new TextEncoder().encode(text));
};

const budget = { scope: 'workspace', name: 'shop', period: 'day' } as const;
const citation = { index: 1, url: 'https://example.com/a', title: 'A' };
const booking: Booking = {
  questionId: 'q',
  model: 'ernie-5.1',
  endpoint: 'V2',
  usage: { inputTokens: 1, cachedInputTokens: 0, outputTokens: 1, reasoningTokens: 0 },
  source: 'usage',
  amountNanoYuan: 12,
  isFlat: true,
  rate: { inputNanoYuan: 4, cachedInputNanoYuan: 1, outputNanoYuan: 8 },
  outcome: 'failed',
  failure: 'busy',
  firstContentMs: 1,
  totalMs: 2,
};

/** A turn with every field, so that each can be replaced with another type. */
const full: { [Name in keyof Turn]-?: Turn[Name] } = {
  ...exampleTurn('a'),
  attachments: [
    {
      ...exampleAttachment('x', 'a.ts'),
      kind: 'symbol',
      name: 'f',
      parts: { taken: 1, found: 2 },
      uri: 'file:///a.ts',
      isWholeFile: true,
    },
  ],
  mostEarlier: 3,
  parent: 'p',
  repeats: 'r',
  answer: {
    state: 'failed',
    model: 'ernie-5.1',
    askedModel: 'ernie-5.0',
    endpoint: 'V2',
    failures: [{ endpoint: 'V2', model: 'ernie-5.1', kind: 'busy' }],
    failover: { from: { endpoint: 'V2', model: 'ernie-5.0' }, because: 'busy' },
    insteadOf: 'V1',
    reasoning: 'r',
    reasoningMs: 1,
    reasoningSinceMs: 2,
    text: 't',
    continuedAt: 1,
    earlier: { sent: 1, leftOut: 2, because: 'length' },
    citations: [citation],
    waiting: {
      why: 'rate',
      untilMs: 1,
      position: 1,
      requestsPerMinute: 3,
      because: 'busy',
      nextAttempt: 2,
      maxAttempts: 3,
      endpoint: 'V2',
      canSkip: true,
    },
    waitedMs: 1,
    slow: { seconds: 9 },
    limited: { maxOutputTokens: 1, leftNanoYuan: 2, budget },
    isModelLimit: true,
    safety: 'ended',
    finish: 'length',
    origin: { level: 'team', answeredAtMs: 1, savedNanoYuan: 2, isStale: true },
    fresher: { reasoning: '', text: 'n', citations: [citation], booking },
    failure: {
      kind: 'budget',
      status: 429,
      code: 'c',
      requestId: 'i',
      host: 'h',
      retryAfterMs: 1,
      retryAtMs: 2,
      limitSeconds: 3,
      budget,
      budgetNanoYuan: 1,
      spentNanoYuan: 2,
      worstNanoYuan: 3,
      consumer: 'u',
      tokens: 1,
      limitTokens: 2,
      clockOffMinutes: -3,
      endpoint: 'V2',
      failures: 4,
      dearerModel: 'd',
      dearerRatio: 2.5,
    },
    bookings: [booking],
  } satisfies { [Name in keyof Turn['answer']]-?: Turn['answer'][Name] },
};

type Path = readonly (string | number)[];

/** Returns the paths of all fields and elements. */
function pathsOf(value: unknown, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [path];
  const entries = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  const below = entries.flatMap(([name, each]: [string | number, unknown]) => pathsOf(each, [...path, name]));
  return path.length === 0 ? below : [path, ...below];
}

/** Returns the value at the path; `undefined` where a part of the path is missing. */
function at(value: unknown, [name, ...rest]: Path): unknown {
  return name === undefined ? value : at((value as Record<string, unknown> | null | undefined)?.[name], rest);
}

/** Returns a copy with another value at the path. */
function changed(value: unknown, [name, ...rest]: Path, other: unknown): unknown {
  if (name === undefined) return other;
  const copy = structuredClone(value) as Record<string, unknown>;
  copy[name] = changed(copy[name], rest, other);
  return copy;
}

const kindOf = (value: unknown): string => (Array.isArray(value) ? 'array' : value === null ? 'null' : typeof value);
/** Returns whether invalid values become the unexpected kind here: a newer version may have more kinds of failure. */
const isReplaced = (path: Path): boolean => /^answer\b.*\b(?:kind|because|failure)$/.test(path.join('.'));

describe('An imported turn', () => {
  it('is accepted with every field', () => {
    assert.deepEqual(parsed(full), { title: 't', conversation: { id: 'c', turns: [full], tip: 'a' } });
  });

  for (const path of pathsOf(full)) {
    const right = at(full, path);
    it(`is refused with another type of ${path.join('.')}`, () => {
      for (const wrong of [null, 5, 'odd', true, false, {}, [], [7]]) {
        if (kindOf(wrong) === kindOf(right)) continue;
        const taken = parsed(changed(full, path, wrong));
        if (typeof taken === 'string') assert.equal(taken, 'broken');
        else {
          assert.ok(isReplaced(path), JSON.stringify(wrong));
          assert.equal(kindOf(at(taken.conversation.turns[0], path)), kindOf(right), JSON.stringify(wrong));
        }
      }
    });
  }

  it('is rejected with a number that is out of range', () => {
    for (const [path, wrong] of [
      [['attachments', 0, 'startLine'], 0],
      [['attachments', 0, 'endLine'], -1],
      [['attachments', 0, 'parts', 'taken'], -1],
      [['attachments', 0, 'parts', 'found'], 1.5],
      [['mostEarlier'], -1],
      [['answer', 'continuedAt'], -1],
      [['answer', 'earlier', 'sent'], 0.5],
    ] as const) {
      assert.equal(parsed(changed(full, path, wrong)), 'broken', path.join('.'));
    }
  });

  it('is rejected with a word that this version does not know', () => {
    for (const path of [
      ['attachments', 0, 'kind'],
      ['answer', 'earlier', 'because'],
      ['answer', 'waiting', 'why'],
    ]) {
      assert.equal(parsed(changed(full, path, 'new')), 'broken', path.join('.'));
    }
  });

  it('has the types of this version in its known fields, whatever the file contains', () => {
    const paths = pathsOf(full);
    fc.assert(
      fc.property(fc.constantFrom(...paths), fc.jsonValue(), (path, value) => {
        const taken = parsed(changed(full, path, value));
        if (typeof taken === 'string') return;
        const turn = taken.conversation.turns[0];
        for (const each of paths) {
          // An array may lack an element, and a replaced object may lack its fields.
          const parent = at(turn, each.slice(0, -1));
          if (typeof parent !== 'object' || parent === null || !(String(each.at(-1)) in parent)) continue;
          assert.equal(kindOf(at(turn, each)), kindOf(at(full, each)), each.join('.'));
        }
      }),
      { numRuns: 2_000 },
    );
  });
});
