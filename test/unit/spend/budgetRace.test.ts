import assert from 'node:assert/strict';
import type { DatabaseSync } from 'node:sqlite';
import fc from 'fast-check';
import type { Permit } from '../../../src/core/admission.ts';
import type { Usage } from '../../../src/core/booking.ts';
import type { AttemptRequest } from '../../../src/core/chat.ts';
import type { Ledger } from '../../../src/core/spend/ledger.ts';
import { inputBound } from '../../../src/core/tokens.ts';
import { enterLedger } from '../../support/exampleAdmission.ts';
import { exampleAttempt } from '../../support/exampleRequest.ts';
import { LedgerWindows } from './ledgerWindows.ts';

/** A question in progress: waiting, admitted, refused, aborted or ended. */
interface Asked {
  readonly request: AttemptRequest;
  readonly controller: AbortController;
  /** Resolves when it is admitted or never will be. */
  readonly entered: Promise<void>;
  permit?: Permit;
}

/** The next step of the scenario. `who` selects one of the questions so far. */
type Step =
  | { readonly do: 'ask'; readonly window: number; readonly length: number; readonly maxOutputTokens: number }
  | { readonly do: 'end'; readonly who: number; readonly inputShare: number; readonly outputShare: number }
  | { readonly do: 'stop'; readonly who: number }
  | { readonly do: 'pass'; readonly ms: number };

const share = fc.double({ min: 0, max: 1, noNaN: true });
const ask: fc.Arbitrary<Step> = fc.record({
  do: fc.constant('ask' as const),
  window: fc.nat(1),
  length: fc.nat(200),
  maxOutputTokens: fc.integer({ min: 1, max: 4_000 }),
});
const step: fc.Arbitrary<Step> = fc.oneof(
  ask,
  ask,
  fc.record({ do: fc.constant('end' as const), who: fc.nat(), inputShare: share, outputShare: share }),
  fc.record({ do: fc.constant('stop' as const), who: fc.nat() }),
  fc.record({ do: fc.constant('pass' as const), ms: fc.constantFrom(1, 250, 2_000) }),
);

function begin(ledger: Ledger, windows: LedgerWindows, request: AttemptRequest, budget: number): Asked {
  const controller = new AbortController();
  const { signal } = controller;
  const entering = enterLedger({ ledger, clock: windows.clock, request, budget, signal });
  const keep = (permit: Permit): void => void (asked.permit = permit);
  // Refused or stopped.
  const asked: Asked = { request, controller, entered: entering.then(keep, () => undefined) };
  return asked;
}

/** Ends a question with a usage within its bounds, if it was admitted. */
function end({ request, permit }: Asked, inputShare: number, outputShare: number): void {
  const usage: Usage = {
    inputTokens: Math.floor(inputShare * inputBound(request.messages)),
    cachedInputTokens: 0,
    outputTokens: Math.floor(outputShare * (permit?.limited?.maxOutputTokens ?? request.maxOutputTokens)),
    reasoningTokens: 0,
  };
  permit?.observe({ type: 'done', finish: 'stop', usage });
  permit?.settle('ok');
}

/** Returns what is spent plus what is still reserved, read from the file. */
function taken(file: DatabaseSync): number {
  const sum = 'SELECT sum(CASE state WHEN 0 THEN reserved_nano ELSE amount_nano END) AS n FROM attempt';
  return Number(file.prepare(sum).get()?.['n'] ?? 0);
}

describe('A budget of two windows', () => {
  it('is never exceeded by spent plus reserved amounts, in any order of events', async () => {
    const budgets = fc.integer({ min: 0, max: 40_000_000 });
    await fc.assert(
      fc.asyncProperty(budgets, fc.array(step, { minLength: 5, maxLength: 40 }), async (budget, steps) => {
        const windows = new LedgerWindows();
        const [mine, other] = [windows.make(), windows.make()];
        await Promise.all([mine.ready(), other.ready()]);
        const file = windows.connect();
        const all: Asked[] = [];
        for (const next of steps) {
          const chosen = 'who' in next ? all[next.who % all.length] : undefined;
          if (next.do === 'ask') {
            const messages = [{ role: 'user' as const, content: '字'.repeat(next.length) }];
            const request = exampleAttempt({ messages, maxOutputTokens: next.maxOutputTokens });
            all.push(begin(next.window === 0 ? mine : other, windows, request, budget));
          } else if (next.do === 'end') {
            if (chosen) end(chosen, next.inputShare, next.outputShare);
          } else if (next.do === 'stop') {
            chosen?.controller.abort(new Error('enough'));
          }
          await windows.clock.advance(next.do === 'pass' ? next.ms : 0);
          assert.ok(taken(file) <= budget, `${taken(file)} of ${budget}`);
        }
        for (const { controller, permit } of all) {
          controller.abort(new Error('end'));
          permit?.settle('cancelled');
        }
        await Promise.all(all.map(({ entered }) => entered));
        await windows.close();
        assert.equal(windows.clock.pendingTimers, 0);
        file.close();
      }),
      { numRuns: 40 },
    );
  });
});
