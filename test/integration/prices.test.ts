import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { silentLogger } from '../../src/core/logger.ts';
import { findModel } from '../../src/core/qianfan/catalogue.ts';
import type { OwnPrices } from '../../src/core/qianfan/ownPrices.ts';
import { enterPrice, type PriceKeeping } from '../../src/host/models/enterPrice.ts';
import { modelItems } from '../../src/host/models/modelItems.ts';
import { PriceUnitNotice } from '../../src/host/models/priceUnitNotice.ts';
import { inChinese } from './inChinese.ts';
import { replaced } from './replaced.ts';

const TOO_LOW =
  "This is about 1/1000 of Baidu's list price. Baidu prices per thousand tokens; this field is per million.";

/** Creates settings with these prices of the user, or unusable settings for `undefined`. */
function settings(written: OwnPrices | undefined) {
  const state = { prices: written, writes: 0, tellsBroken: 0 };
  const keeping: PriceKeeping = {
    ownPrices: () => state.prices,
    listPrice: id => findModel(id)?.price,
    keep: prices => {
      state.prices = prices;
      state.writes++;
      return Promise.resolve();
    },
    tellBroken: () => state.tellsBroken++,
  };
  return { state, keeping };
}

/** Returns what `run` shows to a user who types `typed` into input boxes and presses `button`. */
async function shown(run: () => Promise<unknown>, { typed = '', button = '' } = {}): Promise<string[]> {
  const seen: string[] = [];
  const warn = (message: string, ...rest: (string | vscode.MessageOptions)[]) => {
    const buttons = rest.filter(each => typeof each === 'string');
    seen.push([message, ...buttons.map(each => `[${each}]`)].join(' '));
    return Promise.resolve(buttons.find(each => each === button));
  };
  const input = async (options: vscode.InputBoxOptions) => {
    const complaint = await options.validateInput?.(typed);
    seen.push(`${options.title ?? ''}: ${complaint === undefined ? 'taken' : 'refused'}`);
    return typed === '' ? undefined : typed;
  };
  await replaced(vscode.window, 'showWarningMessage', warn as typeof vscode.window.showWarningMessage, () =>
    replaced(vscode.window, 'showInputBox', input as typeof vscode.window.showInputBox, async () => {
      await run();
    }),
  );
  return seen;
}

describe('An entered price', () => {
  it('is stored beside the others, as it was typed', async () => {
    const { state, keeping } = settings({ other: { unit: 'perThousand', input: 1, output: 2 } });
    const seen = await shown(async () => assert.equal(await enterPrice('my-model', keeping), true), { typed: '4, 18' });
    assert.deepEqual(seen, ['Price of my-model: taken']);
    assert.deepEqual(state.prices, {
      other: { unit: 'perThousand', input: 1, output: 2 },
      'my-model': { unit: 'perMillion', input: 4, output: 18 },
    });
  });

  it('replaces an older price of the same model, even if that is spelled differently', async () => {
    const { state, keeping } = settings({ 'My-Model': { unit: 'perThousand', input: 1, output: 2 } });
    await shown(() => enterPrice('my-model', keeping), { typed: '¥4 / ¥18' });
    assert.deepEqual(state.prices, { 'My-Model': { unit: 'perMillion', input: 4, output: 18 } });
  });

  it('is not stored when the user leaves or types something that is not a price', async () => {
    for (const typed of ['', 'four']) {
      const { state, keeping } = settings({});
      const [seen = ''] = await shown(async () => assert.equal(await enterPrice('m', keeping), false), { typed });
      assert.equal(seen.endsWith(': taken'), typed === '');
      assert.equal(state.writes, 0);
    }
  });

  for (const [model, message] of [
    ['ernie-5.1', TOO_LOW],
    ['my-model', 'No known model costs so little. Baidu prices per thousand tokens; this field is per million.'],
  ] as const) {
    it(`of ${model} is looked at before it is kept: it may be of another unit`, async () => {
      const { state, keeping } = settings({});
      const enter = () => enterPrice(model, keeping);
      const typed = '0.004, 0.018';
      const seen = await shown(async () => assert.equal(await enter(), false), { typed });
      assert.deepEqual(seen[1], `${message} [Convert] [Keep]`);
      assert.equal(state.writes, 0);
      await shown(enter, { typed, button: 'Convert' });
      assert.deepEqual(state.prices?.[model], { unit: 'perThousand', input: 0.004, output: 0.018 });
      await shown(enter, { typed, button: 'Keep' });
      assert.deepEqual(state.prices?.[model], { unit: 'perMillion', input: 0.004, output: 0.018 });
    });
  }

  it('does not overwrite settings that cannot be used', async () => {
    const { state, keeping } = settings(undefined);
    assert.deepEqual(await shown(() => enterPrice('m', keeping), { typed: '4, 18' }), []);
    assert.deepEqual([state.writes, state.tellsBroken], [0, 1]);
  });
});

describe('A price in the settings that is in the wrong unit', () => {
  const WRONG = { unit: 'perMillion', input: 0.004, output: 0.018 } as const;

  function notice(written: OwnPrices | undefined, memory = new Map<string, unknown>()) {
    const { state, keeping } = settings(written);
    const kept = {
      get: (key: string) => memory.get(key),
      update: (key: string, value: unknown) => Promise.resolve(void memory.set(key, value)),
    };
    return { state, memory, look: new PriceUnitNotice(keeping, kept, silentLogger) };
  }

  it('is reported once, and converted if the user agrees', async () => {
    const { state, look } = notice({ 'ERNIE-5.1': WRONG, fine: WRONG });
    const seen = await shown(() => look.look(), { button: 'Convert' });
    assert.deepEqual(seen, [`Price of ERNIE-5.1: ${TOO_LOW} [Convert] [Keep]`]);
    assert.deepEqual(state.prices, { 'ERNIE-5.1': { ...WRONG, unit: 'perThousand' }, fine: WRONG });
    assert.deepEqual(await shown(() => look.look()), []);
  });

  it('is not reported again once the user keeps it, in any window, until it changes', async () => {
    const { memory, state, look } = notice({ 'ernie-5.1': WRONG });
    await shown(() => look.look(), { button: 'Keep' });
    assert.equal(state.writes, 0);
    assert.deepEqual(await shown(() => notice({ 'ernie-5.1': WRONG }, memory).look.look()), []);
    const other = notice({ 'ernie-5.1': { ...WRONG, output: 0.02 } }, memory);
    assert.equal((await shown(() => other.look.look())).length, 1);
  });

  it('is reported again in the next window when the notice was not answered', async () => {
    const { memory, look } = notice({ 'ernie-5.1': WRONG });
    assert.equal((await shown(() => look.look())).length, 1);
    assert.deepEqual(await shown(() => look.look()), []);
    assert.equal((await shown(() => notice({ 'ernie-5.1': WRONG }, memory).look.look())).length, 1);
  });

  it('is not converted when the user changed it meanwhile', async () => {
    const { state, look } = notice({ 'ernie-5.1': WRONG });
    const change = async (): Promise<void> => {
      const looking = look.look();
      state.prices = { 'ernie-5.1': { ...WRONG, input: 4, output: 18 } };
      await looking;
    };
    await shown(change, { button: 'Convert' });
    assert.equal(state.writes, 0);
  });

  it('is not reported when the settings cannot be used or nothing is wrong', async () => {
    assert.deepEqual(await shown(() => notice(undefined).look.look()), []);
    const right = { 'ernie-5.1': { unit: 'perMillion', input: 4, output: 18 } } as const;
    assert.deepEqual(await shown(() => notice(right).look.look()), []);
  });
});

describe('An old price', () => {
  it('is marked as old in the list of models, in both languages', () => {
    const price = findModel('ernie-5.1')?.price ?? assert.fail('no price');
    const known = { id: 'ernie-5.1', thinking: true, price, priceFrom: 'catalogue' } as const;
    const detail = (isPriceOld: boolean): string | undefined =>
      modelItems([{ ...known, ...(isPriceOld && { isPriceOld }) }], '', 'host').at(-1)?.detail;
    assert.equal(detail(true), 'old list price as of 2026-09-24 · reasons before it answers');
    assert.equal(detail(false), 'list price as of 2026-09-24 · reasons before it answers');
    assert.match(inChinese(() => detail(true)) ?? '', /^旧的官方价格，更新于 2026-09-24/);
  });
});
