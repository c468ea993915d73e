import assert from 'node:assert/strict';
import type { ChatRequest, Endpoint } from '../../../src/core/chat.ts';
import { type FailureDetails, type FailureKind, WenxinError } from '../../../src/core/errors.ts';
import type { Route } from '../../../src/core/flow/route.ts';
import { type FailedAttempt, type RouteOptions, Routes } from '../../../src/core/flow/routes.ts';
import { PRIORITY } from '../../../src/core/priority.ts';
import { Urgency } from '../../../src/core/urgency.ts';
import { exampleEndpoint, exampleRequest } from '../../support/exampleRequest.ts';
import { VirtualClock } from '../../support/virtualClock.ts';

const INPUT_TOKENS = 100;

/** The routes of a user with two endpoints. A route is written `endpoint/model`. */
class Stage {
  readonly clock = new VirtualClock();
  endpoints: readonly Endpoint[] = ['first', 'second'].map(name => ({ ...exampleEndpoint, name }));
  fallbackModels: readonly string[] = [];
  standIns: Record<string, Partial<ReturnType<RouteOptions['standIn']>>> = {};
  /** By endpoint. */
  waitsMs: Record<string, number> = {};
  readonly leftAlone = new Set<string>();
  readonly routes = new Routes({
    endpoints: () => this.endpoints,
    fallbackModels: () => this.fallbackModels,
    standIn: model => ({ contextTokens: undefined, priceRatio: 1, ...this.standIns[model] }),
    expectedWaitMs: ({ endpoint }) => this.waitsMs[endpoint.name] ?? 0,
    isLeftAlone: ({ endpoint }) => this.leftAlone.has(endpoint.name),
    recoveryMs: () => 60_000,
    clock: this.clock,
  });

  choose(trail: readonly FailedAttempt[] = [], change: Partial<ChatRequest> = {}): Route | undefined {
    return this.routes.choose(exampleRequest({ model: 'asked', ...change }), INPUT_TOKENS, trail);
  }

  chosen(trail: readonly FailedAttempt[] = [], change: Partial<ChatRequest> = {}): string | undefined {
    const route = this.choose(trail, change);
    return route && `${route.endpoint.name}/${route.model}`;
  }

  /** Simulates a question that fails on every route, and returns the routes in order up to the first repetition. */
  order(kind: FailureKind, change: Partial<ChatRequest> = {}): string[] {
    const trail: FailedAttempt[] = [];
    const order: string[] = [];
    for (;;) {
      const name = this.chosen(trail, change);
      if (name === undefined || order.includes(name)) return order;
      order.push(name);
      trail.push(failed(this.choose(trail, change), kind));
    }
  }

  /** Sends a question over the best route. */
  take(): Route {
    const route = this.choose() ?? assert.fail('there is no way');
    this.routes.taken(route);
    return route;
  }

  /** Sends a question over the best route, which fails. */
  fail(kind: FailureKind, details: FailureDetails = {}): void {
    this.routes.failed(this.take(), new WenxinError(kind, 'scripted', details));
  }
}

function failed(route: Route | undefined, kind: FailureKind): FailedAttempt {
  return { route: route ?? assert.fail('there is no way'), failure: new WenxinError(kind, 'scripted') };
}

describe('Routes', () => {
  let stage: Stage;

  beforeEach(() => {
    stage = new Stage();
  });

  it('begins with the first endpoint, and has no route without endpoints', () => {
    assert.equal(stage.chosen(), 'first/asked');
    stage.endpoints = [];
    assert.equal(stage.choose(), undefined);
  });

  it('tries every endpoint with the requested model, then with each fallback model', () => {
    stage.fallbackModels = ['cheap', 'asked', 'small'];
    assert.deepEqual(stage.order('busy'), [
      'first/asked',
      'second/asked',
      'first/cheap',
      'second/cheap',
      'first/small',
      'second/small',
    ]);
  });

  it('returns to the routes that failed less often, in their order', () => {
    const first = stage.choose();
    const second = stage.choose([failed(first, 'busy')]);
    const trail = [failed(first, 'busy'), failed(second, 'busy')];
    assert.equal(stage.chosen(trail), 'first/asked');
    assert.equal(stage.chosen([...trail, failed(first, 'busy')]), 'second/asked');
  });

  it('prefers a route that this question has not tried, even if it failed others and is slow', () => {
    const trail = [failed(stage.choose(), 'busy')];
    stage.routes.failed(stage.choose(trail) ?? assert.fail(), new WenxinError('busy', 'scripted'));
    stage.waitsMs = { second: 9_000 };
    assert.equal(stage.chosen(trail), 'second/asked');
  });

  it('does not retry a route whose answer would be the same', () => {
    const trail: FailedAttempt[] = [failed(stage.choose(), 'model-gone')];
    assert.equal(stage.chosen(trail), 'second/asked');
    trail.push(failed(stage.choose(trail), 'quota'));
    assert.equal(stage.choose(trail), undefined);
  });

  it('uses endpoints with an open circuit only when nothing else is left, then in turn', () => {
    const first = stage.choose();
    const trail = [failed(first, 'circuit')];
    const second = stage.choose(trail);
    assert.equal(stage.chosen([...trail, failed(second, 'busy'), failed(second, 'busy')]), 'second/asked');
    trail.push(failed(second, 'circuit'));
    assert.equal(stage.chosen(trail), 'first/asked');
    trail.push(failed(first, 'circuit'));
    assert.equal(stage.chosen(trail), 'second/asked');
  });

  it('stays with a route that refused by a rate limit, since it only has to wait there', () => {
    const first = stage.choose();
    assert.equal(stage.chosen(Array.from({ length: 5 }, () => failed(first, 'refused'))), 'first/asked');
  });

  it('stays with the second endpoint until the first may have recovered', async () => {
    stage.fail('busy');
    assert.equal(stage.chosen(), 'second/asked');
    await stage.clock.advance(59_999);
    assert.equal(stage.chosen(), 'second/asked');
    await stage.clock.advance(1);
    assert.equal(stage.chosen(), 'first/asked');
  });

  it('sends one question back to the first endpoint, and the others after its answer', async () => {
    stage.fail('busy');
    await stage.clock.advance(60_000);
    const trying = stage.take();
    assert.equal(trying.endpoint.name, 'first');
    assert.equal(stage.chosen(), 'second/asked');
    stage.routes.succeeded(trying);
    assert.equal(stage.chosen(), 'first/asked');
  });

  it('sends another question back when the first one was undecided', async () => {
    stage.fail('busy');
    await stage.clock.advance(60_000);
    const trying = stage.take();
    stage.routes.undecided(trying);
    assert.equal(stage.chosen(), 'first/asked');
    stage.fail('invalid');
    assert.equal(stage.chosen(), 'first/asked');
  });

  it('avoids a route after failures of the endpoint, but not after failures of a question', () => {
    for (const kind of ['busy', 'timeout', 'unreachable', 'quota', 'overdue', 'model-gone', 'circuit'] as const) {
      stage = new Stage();
      stage.fail(kind);
      assert.equal(stage.chosen(), 'second/asked', kind);
    }
    for (const kind of ['refused', 'invalid', 'too-long', 'unsafe', 'credentials', 'budget', 'tls'] as const) {
      stage = new Stage();
      stage.fail(kind);
      assert.equal(stage.chosen(), 'first/asked', kind);
    }
  });

  it('avoids it until its next probe, where that time is known', async () => {
    stage.fail('circuit', { retryAfterMs: 5_000 });
    await stage.clock.advance(4_999);
    assert.equal(stage.chosen(), 'second/asked');
    await stage.clock.advance(1);
    assert.equal(stage.chosen(), 'first/asked');
  });

  it('uses a route that failed recently when there is no other', () => {
    stage.endpoints = stage.endpoints.slice(0, 1);
    stage.fail('busy');
    assert.equal(stage.chosen(), 'first/asked');
  });

  it('reads endpoints and fallback models anew for each question', () => {
    stage.endpoints = stage.endpoints.toReversed();
    assert.equal(stage.chosen(), 'second/asked');
    stage.fallbackModels = ['cheap'];
    assert.deepEqual(stage.order('busy').slice(2), ['second/cheap', 'first/cheap']);
  });

  describe('where a question would wait for a rate limit', () => {
    it('avoids an open circuit more than a route that failed recently', () => {
      stage.fail('busy');
      stage.leftAlone.add('second');
      assert.equal(stage.chosen(), 'first/asked');
    });

    it('avoids that route for a person’s question when another is free', () => {
      stage.waitsMs = { first: 2_001 };
      assert.equal(stage.chosen(), 'second/asked');
      assert.equal(stage.chosen([], { feature: 'explain' }), 'second/asked');
    });

    it('waits there with a batch or a refresh', () => {
      stage.waitsMs = { first: 60_000 };
      for (const cause of ['batch', 'refresh'] as const) assert.equal(stage.chosen([], { cause }), 'first/asked');
    });

    it('avoids that route for a batch that became urgent', () => {
      stage.waitsMs = { first: 60_000 };
      const urgency = new Urgency(PRIORITY.batch);
      assert.equal(stage.chosen([], { cause: 'batch', urgency }), 'first/asked');
      urgency.raiseTo(PRIORITY.chat);
      assert.equal(stage.chosen([], { cause: 'batch', urgency }), 'second/asked');
    });

    it('accepts a short wait, or any wait where no other route is better', () => {
      stage.waitsMs = { first: 2_000 };
      assert.equal(stage.chosen(), 'first/asked');
      stage.waitsMs = { first: 9_000, second: 9_000 };
      assert.equal(stage.chosen(), 'first/asked');
    });

    it('prefers waiting there to a route that failed recently', () => {
      stage.fail('busy');
      stage.waitsMs = { second: 9_000 };
      assert.equal(stage.chosen(), 'second/asked');
    });
  });

  describe('with a fallback model', () => {
    beforeEach(() => {
      stage.endpoints = stage.endpoints.slice(0, 1);
      stage.fallbackModels = ['other'];
    });

    it('skips a model whose context leaves no room for an answer', () => {
      stage.standIns = { other: { contextTokens: INPUT_TOKENS + 255 } };
      assert.deepEqual(stage.order('busy'), ['first/asked']);
      stage.standIns = { other: { contextTokens: INPUT_TOKENS + 256 } };
      assert.deepEqual(stage.order('busy'), ['first/asked', 'first/other']);
    });

    it('uses a more expensive model only with consent, and never one of unknown price', () => {
      stage.standIns = { other: { priceRatio: 1.01 } };
      assert.deepEqual(stage.order('busy'), ['first/asked']);
      assert.deepEqual(stage.order('busy', { consent: { dearerModel: true } }), ['first/asked', 'first/other']);
      stage.standIns = { other: { priceRatio: undefined } };
      assert.deepEqual(stage.order('busy'), ['first/asked']);
    });

    it('skips a model without tool calling when the question has tools', () => {
      const withTools = { options: { tools: [{ name: 'read' }] } };
      stage.standIns = { other: { toolCalling: false } };
      assert.deepEqual(stage.order('busy', withTools), ['first/asked']);
      assert.deepEqual(stage.order('busy'), ['first/asked', 'first/other']);
      stage.standIns = { other: { toolCalling: true } };
      assert.deepEqual(stage.order('busy', withTools), ['first/asked', 'first/other']);
      stage.standIns = {};
      assert.deepEqual(stage.order('busy', withTools), ['first/asked', 'first/other']);
    });

    const dearer = (): unknown => stage.routes.dearer(exampleRequest({ model: 'asked' }), INPUT_TOKENS);

    it('reports which more expensive model could answer, and its price ratio', () => {
      stage.fallbackModels = ['asked', 'cheap', 'narrow', 'dear', 'dearest'];
      stage.standIns = {
        cheap: { priceRatio: 0.5 },
        narrow: { priceRatio: 2, contextTokens: 50 },
        dear: { priceRatio: 3 },
        dearest: { priceRatio: 9 },
      };
      assert.deepEqual(dearer(), { model: 'dear', ratio: 3 });
    });

    it('uses with consent no model that costs more than the reported one or has no known price', () => {
      stage.fallbackModels = ['unknown', 'dear', 'dearest', 'cheap', 'as dear'];
      stage.standIns = {
        unknown: { priceRatio: undefined },
        dear: { priceRatio: 3 },
        dearest: { priceRatio: 9 },
        'as dear': { priceRatio: 3 },
      };
      assert.deepEqual(dearer(), { model: 'dear', ratio: 3 });
      const order = ['first/asked', 'first/dear', 'first/cheap', 'first/as dear'];
      assert.deepEqual(stage.order('busy', { consent: { dearerModel: true } }), order);
    });

    it('reports nothing when no model is more expensive', () => {
      assert.equal(dearer(), undefined);
      stage.fallbackModels = [];
      assert.equal(dearer(), undefined);
    });
  });
});
