import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type ScriptCounts, SCRIPTS, wholeTokens } from '../../../src/core/scriptCounts.ts';
import { TokenFactors } from '../../../src/core/spend/tokenFactors.ts';
import { countsOf } from '../../../src/core/tokens.ts';
import { seededRandom } from '../../support/seededRandom.ts';
import { LedgerWindows } from './ledgerWindows.ts';

const NOTHING: ScriptCounts = { han: 0, word: 0, mark: 0, digit: 0, other: 0 };
const HAN: ScriptCounts = { ...NOTHING, han: 100_000 };
const WORDS: ScriptCounts = { ...NOTHING, word: 100_000 };

/** Returns what a service would count whose tokenizer differs from the estimate by these factors. */
function counted(counts: ScriptCounts, factors: Partial<Record<keyof ScriptCounts, number>>): number {
  return Math.round(SCRIPTS.reduce((sum, script) => sum + (counts[script] * (factors[script] ?? 1)) / 100, 0));
}

/** Estimates a question, and learns from the counted input. */
function ask(factors: TokenFactors, counts: ScriptCounts, inputTokens: number, model = 'm'): void {
  factors.learn({ model, counts, estimatedTokens: factors.tokensOf(model, counts), inputTokens });
}

describe('Token factors', () => {
  it('change nothing for a model that was never asked', () => {
    const factors = new TokenFactors();
    ask(factors, HAN, 500);
    assert.equal(factors.tokensOf('another', HAN), 1_000);
    assert.equal(factors.errorOf('another'), undefined);
  });

  it('change by a tenth of the error of an estimate', () => {
    const factors = new TokenFactors();
    ask(factors, HAN, 800);
    assert.equal(factors.tokensOf('m', HAN), 980);
    ask(factors, HAN, 980);
    assert.equal(factors.tokensOf('m', HAN), 980);
  });

  it('converge to what the service counts, and follow when it changes', () => {
    const factors = new TokenFactors();
    for (let time = 0; time < 60; time++) ask(factors, HAN, 700);
    assert.ok(Math.abs(factors.tokensOf('m', HAN) - 700) < 10);
    for (let time = 0; time < 60; time++) ask(factors, HAN, 1_300);
    assert.ok(Math.abs(factors.tokensOf('m', HAN) - 1_300) < 10);
  });

  it('do not change for a script that was not sent', () => {
    const factors = new TokenFactors();
    for (let time = 0; time < 20; time++) ask(factors, HAN, 500);
    assert.equal(factors.tokensOf('m', WORDS), 1_000);
  });

  it('converge for each script in requests that mix scripts differently', () => {
    const factors = new TokenFactors();
    const random = seededRandom(7);
    const truth = { han: 0.75, word: 1.3, mark: 0.9, digit: 1.1 };
    const draw = (): ScriptCounts => ({
      han: Math.round(random() * 50_000),
      word: Math.round(random() * 50_000),
      mark: Math.round(random() * 50_000),
      digit: Math.round(random() * 20_000),
      other: 0,
    });
    for (let time = 0; time < 1_000; time++) {
      const counts = draw();
      ask(factors, counts, counted(counts, truth));
    }
    for (const [counts, expected] of [
      [HAN, 750],
      [WORDS, 1_300],
    ] as const) {
      assert.ok(Math.abs(factors.tokensOf('m', counts) / expected - 1) < 0.05, String(factors.tokensOf('m', counts)));
    }
    assert.ok((factors.errorOf('m') ?? 1) < 0.02, String(factors.errorOf('m')));
  });

  it('halve the error on real text with another tokenizer', () => {
    const factors = new TokenFactors();
    const texts = [
      '请解释下面这段代码的作用，并指出可能的问题。'.repeat(20),
      'export function parse(text: string): Row[] { return text.split("\\n").map(toRow); }\n'.repeat(20),
      'const LIMIT = 4096; // 最大输出长度\nif (tokens > LIMIT) throw new RangeError(`${tokens}`);\n'.repeat(20),
    ].map(countsOf);
    const truth = { han: 0.8, word: 1.25, mark: 1.4 };
    const off = (): number =>
      Math.max(...texts.map(each => Math.abs(factors.tokensOf('m', each) / counted(each, truth) - 1)));
    const before = off();
    for (let time = 0; time < 90; time++) {
      const each = texts[time % texts.length] ?? HAN;
      ask(factors, each, counted(each, truth));
    }
    assert.ok(off() < before / 2, `${before} became ${off()}`);
  });

  it('are not distorted by one outlier', () => {
    fc.assert(
      fc.property(fc.nat(1_000_000_000), inputTokens => {
        const factors = new TokenFactors();
        ask(factors, HAN, inputTokens);
        const tokens = factors.tokensOf('m', HAN);
        assert.ok(tokens >= 950 && tokens <= 1_100, String(tokens));
      }),
    );
  });

  it('stay between a quarter and four, whatever the service counts', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(200_000), fc.nat(200_000), fc.nat(2_000_000)), { maxLength: 60 }), asked => {
        const factors = new TokenFactors();
        for (const [han, word, inputTokens] of asked) ask(factors, { ...NOTHING, han, word }, inputTokens);
        for (const counts of [HAN, WORDS]) {
          const tokens = factors.tokensOf('m', counts);
          assert.ok(tokens >= 250 && tokens <= 4_000, String(tokens));
        }
      }),
    );
    const factors = new TokenFactors();
    for (let time = 0; time < 200; time++) ask(factors, HAN, 1_000_000);
    assert.equal(factors.tokensOf('m', HAN), 4_000);
  });

  it('learn nothing from a short question, or without counted input', () => {
    const factors = new TokenFactors();
    ask(factors, { ...NOTHING, han: 9_000 }, 200);
    ask(factors, HAN, 0);
    assert.equal(factors.tokensOf('m', HAN), 1_000);
    assert.equal(factors.errorOf('m'), undefined);
  });

  it('report the error of past estimates, at first as a plain mean', () => {
    const factors = new TokenFactors();
    factors.learn({ model: 'm', counts: HAN, estimatedTokens: 900, inputTokens: 1_000 });
    assert.equal(factors.errorOf('m'), 0.1);
    factors.learn({ model: 'm', counts: HAN, estimatedTokens: 1_300, inputTokens: 1_000 });
    assert.ok(Math.abs((factors.errorOf('m') ?? 0) - 0.2) < 1e-9);
    for (let time = 0; time < 100; time++) {
      factors.learn({ model: 'm', counts: HAN, estimatedTokens: 1_000, inputTokens: 1_000 });
    }
    assert.ok((factors.errorOf('m') ?? 1) < 1e-4);
  });

  describe('stored in the ledger', () => {
    let windows: LedgerWindows;

    beforeEach(() => (windows = new LedgerWindows()));
    afterEach(() => windows.close());

    it('are restored as they were stored', async () => {
      const file = await windows.make().file();
      const factors = new TokenFactors();
      const mixed = { ...HAN, word: 50_000 };
      for (let time = 0; time < 5; time++) ask(factors, mixed, 900, 'ernie-5.1');
      await file.transaction(() => factors.keep(file, 'ernie-5.1'));
      await file.transaction(() => factors.keep(file, 'ernie-5.1'));
      const rows = file.statement('SELECT class FROM token_factor ORDER BY class').all();
      assert.deepEqual(
        rows.map(row => row['class']),
        [-1, 0, 1],
        'the whole, and the kinds that were sent',
      );
      const again = TokenFactors.read(file);
      assert.equal(again.tokensOf('ernie-5.1', mixed), factors.tokensOf('ernie-5.1', mixed));
      assert.notEqual(again.tokensOf('ernie-5.1', mixed), wholeTokens(mixed));
      assert.equal(again.errorOf('ernie-5.1'), factors.errorOf('ernie-5.1'));
    });

    it('are ignored where they are out of bounds', async () => {
      const file = await windows.make().file();
      file.execute(`INSERT INTO token_factor(model, class, factor, error, samples) VALUES('m', 0, 1000, 0, 3)`);
      assert.equal(TokenFactors.read(file).tokensOf('m', HAN), 1_000);
    });
  });
});
