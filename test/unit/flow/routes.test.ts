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

/** The ways of a person with two endpoints, and what was chosen. A way is written `endpoint/model`. */
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

  /** Chooses as one question that fails in each way, and says which it tried until it had tried one twice. */
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

  /** A question goes the best way. */
  take(): Route {
    const route = this.choose() ?? assert.fail('there is no way');
    this.routes.taken(route);
    return route;
  }

  /** A question goes the best way, which fails. */
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

  it('begins with the first endpoint, and knows of none where there is none', () => {
    assert.equal(stage.chosen(), 'first/asked');
    stage.endpoints = [];
    assert.equal(stage.choose(), undefined);
  });

  it('tries every endpoint with the model that was asked, then with each fallback model', () => {
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

  it('comes back to the ways that failed less often, in their order', () => {
    const first = stage.choose();
    const second = stage.choose([failed(first, 'busy')]);
    const trail = [failed(first, 'busy'), failed(second, 'busy')];
    assert.equal(stage.chosen(trail), 'first/asked');
    assert.equal(stage.chosen([...trail, failed(first, 'busy')]), 'second/asked');
  });

  it('tries what this question has not tried yet, although it failed another one and is slow', () => {
    const trail = [failed(stage.choose(), 'busy')];
    stage.routes.failed(stage.choose(trail) ?? assert.fail(), new WenxinError('busy', 'scripted'));
    stage.waitsMs = { second: 9_000 };
    assert.equal(stage.chosen(trail), 'second/asked');
  });

  it('does not ask again where the answer would be the same', () => {
    const trail: FailedAttempt[] = [failed(stage.choose(), 'model-gone')];
    assert.equal(stage.chosen(trail), 'second/asked');
    trail.push(failed(stage.choose(trail), 'quota'));
    assert.equal(stage.choose(trail), undefined);
  });

  it('asks an endpoint that is left alone again only when nothing else is left, and then one after the other', () => {
    const first = stage.choose();
    const trail = [failed(first, 'circuit')];
    const second = stage.choose(trail);
    assert.equal(stage.chosen([...trail, failed(second, 'busy'), failed(second, 'busy')]), 'second/asked');
    trail.push(failed(second, 'circuit'));
    assert.equal(stage.chosen(trail), 'first/asked');
    trail.push(failed(first, 'circuit'));
    assert.equal(stage.chosen(trail), 'second/asked');
  });

  it('stays where a limit refused, since it only has to wait there', () => {
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

  it('sends one question back to the first endpoint, and the others when that was answered', async () => {
    stage.fail('busy');
    await stage.clock.advance(60_000);
    const trying = stage.take();
    assert.equal(trying.endpoint.name, 'first');
    assert.equal(stage.chosen(), 'second/asked');
    stage.routes.succeeded(trying);
    assert.equal(stage.chosen(), 'first/asked');
  });

  it('sends the next one when nothing came of that', async () => {
    stage.fail('busy');
    await stage.clock.advance(60_000);
    const trying = stage.take();
    stage.routes.undecided(trying);
    assert.equal(stage.chosen(), 'first/asked');
    stage.fail('invalid');
    assert.equal(stage.chosen(), 'first/asked');
  });

  it('leaves a way alone for what speaks against it, and for nothing that is wrong with a question', () => {
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

  it('leaves it alone until the time it is tried again, where that is known', async () => {
    stage.fail('circuit', { retryAfterMs: 5_000 });
    await stage.clock.advance(4_999);
    assert.equal(stage.chosen(), 'second/asked');
    await stage.clock.advance(1);
    assert.equal(stage.chosen(), 'first/asked');
  });

  it('asks a way that failed lately all the same where there is no other', () => {
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

  describe('where a question would wait for a limit', () => {
    it('avoids an endpoint that is left alone more than one that failed lately', () => {
      stage.fail('busy');
      stage.leftAlone.add('second');
      assert.equal(stage.chosen(), 'first/asked');
    });

    it('avoids that way for what a person waits for, when another is free', () => {
      stage.waitsMs = { first: 2_001 };
      assert.equal(stage.chosen(), 'second/asked');
      assert.equal(stage.chosen([], { feature: 'explain' }), 'second/asked');
    });

    it('waits there with what nobody looks at', () => {
      stage.waitsMs = { first: 60_000 };
      for (const cause of ['batch', 'refresh'] as const) assert.equal(stage.chosen([], { cause }), 'first/asked');
    });

    it('avoids that way for what nobody looked at before a person waited for it too', () => {
      stage.waitsMs = { first: 60_000 };
      const urgency = new Urgency(PRIORITY.batch);
      assert.equal(stage.chosen([], { cause: 'batch', urgency }), 'first/asked');
      urgency.raiseTo(PRIORITY.chat);
      assert.equal(stage.chosen([], { cause: 'batch', urgency }), 'second/asked');
    });

    it('waits there a little, and where there is no better way', () => {
      stage.waitsMs = { first: 2_000 };
      assert.equal(stage.chosen(), 'first/asked');
      stage.waitsMs = { first: 9_000, second: 9_000 };
      assert.equal(stage.chosen(), 'first/asked');
    });

    it('waits there rather than asks an endpoint that failed lately', () => {
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

    it('skips one in which the question has no room for an answer', () => {
      stage.standIns = { other: { contextTokens: INPUT_TOKENS + 255 } };
      assert.deepEqual(stage.order('busy'), ['first/asked']);
      stage.standIns = { other: { contextTokens: INPUT_TOKENS + 256 } };
      assert.deepEqual(stage.order('busy'), ['first/asked', 'first/other']);
    });

    it('asks a dearer one only when the person agrees, and one of unknown price not unasked', () => {
      stage.standIns = { other: { priceRatio: 1.01 } };
      assert.deepEqual(stage.order('busy'), ['first/asked']);
      assert.deepEqual(stage.order('busy', { consent: { dearerModel: true } }), ['first/asked', 'first/other']);
      stage.standIns = { other: { priceRatio: undefined } };
      assert.deepEqual(stage.order('busy'), ['first/asked']);
    });

    it('skips one that calls no tools where there are some to be called', () => {
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

    it('says which dearer one could answer, and how much dearer it is', () => {
      stage.fallbackModels = ['asked', 'cheap', 'narrow', 'dear', 'dearest'];
      stage.standIns = {
        cheap: { priceRatio: 0.5 },
        narrow: { priceRatio: 2, contextTokens: 50 },
        dear: { priceRatio: 3 },
        dearest: { priceRatio: 9 },
      };
      assert.deepEqual(dearer(), { model: 'dear', ratio: 3 });
    });

    it('asks with the person’s consent none that costs more than the one that was named, or nobody knows what', () => {
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

    it('says nothing where none is dearer', () => {
      assert.equal(dearer(), undefined);
      stage.fallbackModels = [];
      assert.equal(dearer(), undefined);
    });
  });
});
