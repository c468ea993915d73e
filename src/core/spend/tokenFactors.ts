import type { Database } from '../database/database.ts';
import {
  correctedTokens,
  type Script,
  type ScriptCounts,
  type ScriptFactors,
  SCRIPTS,
  wholeTokens,
} from '../scriptCounts.ts';

/** Weight of the newest request in a mean. */
const WEIGHT = 0.1;
/** No tokenizer differs more from the estimate; a service that reports more counts something else as well. */
const LEAST_FACTOR = 0.25;
const MOST_FACTOR = 4;
/** The ratio of one request is limited to this range, so that outliers have little effect. */
const LEAST_RATIO = 0.5;
const MOST_RATIO = 2;
/** In shorter questions, the chat template, which is not part of the text, weighs too much. */
const LEAST_TOKENS = 100;

/** `token_factor.class` of a model's row for all scripts together, which holds the error of its estimates. */
const WHOLE = -1;

interface Learned {
  readonly factor: number;
  readonly error: number;
  readonly samples: number;
}

/** The estimate for a request, and the service's count. */
export interface CountedInput {
  readonly model: string;
  readonly counts: ScriptCounts;
  /** The estimate at the time of sending. */
  readonly estimatedTokens: number;
  /** As counted by the service. */
  readonly inputTokens: number;
}

const UNCORRECTED: ScriptFactors = { han: 1, word: 1, mark: 1, digit: 1, other: 1 };
const UNKNOWN: Learned = { factor: 1, error: 0, samples: 0 };

const KEEP = `
  INSERT INTO token_factor(model, class, factor, error, samples) VALUES(?, ?, ?, ?, ?)
  ON CONFLICT(model, class) DO UPDATE SET factor = excluded.factor, error = excluded.error, samples = excluded.samples`;

/**
 * Correction factors for each model's token estimates. They are exponential means, so that a new tokenizer is learned
 * in time.
 */
export class TokenFactors {
  readonly #models = new Map<string, Map<number, Learned>>();

  /** Returns the tokens that the model probably counts. */
  tokensOf(model: string, counts: ScriptCounts): number {
    return this.#models.has(model) ? correctedTokens(counts, this.#factorsOf(model)) : wholeTokens(counts);
  }

  /** Returns the mean of |estimate − usage| / usage over recent requests; `undefined` before the first. */
  errorOf(model: string): number | undefined {
    const { error, samples } = this.#of(model, WHOLE);
    return samples === 0 ? undefined : error;
  }

  /**
   * Adjusts the factors by a request. Its ratio cannot be attributed to single scripts, so each script takes a part by
   * its share of the estimate; with varying mixes, each still converges to its own factor.
   */
  learn({ model, counts, estimatedTokens, inputTokens }: CountedInput): void {
    const before = correctedTokens(counts, this.#factorsOf(model));
    if (inputTokens <= 0 || before < LEAST_TOKENS) return;
    const ratio = between(LEAST_RATIO, inputTokens / before, MOST_RATIO);
    const shares = this.#sharesOf(model, counts);
    // Normalizes the steps, so that together they move the estimate by `WEIGHT` of its error.
    const norm = SCRIPTS.reduce((sum, script) => sum + shares[script] ** 2, 0);
    SCRIPTS.forEach((script, place) => {
      if (shares[script] === 0) return;
      const { factor, samples } = this.#of(model, place);
      const next = factor * (1 + (WEIGHT * (ratio - 1) * shares[script]) / norm);
      this.#put(model, place, {
        factor: between(LEAST_FACTOR, next, MOST_FACTOR),
        error: 0,
        samples: samples + 1,
      });
    });
    this.#learnError(model, Math.abs(estimatedTokens - inputTokens) / inputTokens);
  }

  #learnError(model: string, error: number): void {
    const mean = this.#of(model, WHOLE);
    const weight = Math.max(WEIGHT, 1 / (mean.samples + 1));
    this.#put(model, WHOLE, {
      factor: 1,
      error: mean.error + weight * (Math.min(error, MOST_FACTOR) - mean.error),
      samples: mean.samples + 1,
    });
  }

  #sharesOf(model: string, counts: ScriptCounts): Readonly<Record<Script, number>> {
    const factors = this.#factorsOf(model);
    const sum = SCRIPTS.reduce((total, script) => total + counts[script] * factors[script], 0);
    const share = (script: Script): number => (counts[script] * factors[script]) / sum;
    return {
      han: share('han'),
      word: share('word'),
      mark: share('mark'),
      digit: share('digit'),
      other: share('other'),
    };
  }

  #factorsOf(model: string): ScriptFactors {
    const learned = this.#models.get(model);
    if (learned === undefined) return UNCORRECTED;
    const factors = { ...UNCORRECTED };
    SCRIPTS.forEach((script, place) => (factors[script] = learned.get(place)?.factor ?? 1));
    return factors;
  }

  #of(model: string, place: number): Learned {
    return this.#models.get(model)?.get(place) ?? UNKNOWN;
  }

  #put(model: string, place: number, learned: Learned): void {
    const places = this.#models.get(model) ?? new Map<number, Learned>();
    this.#models.set(model, places.set(place, learned));
  }

  /** Reads the factors from the ledger; skips those out of range, which no version writes. */
  static read(database: Database): TokenFactors {
    const factors = new TokenFactors();
    for (const row of database.statement('SELECT model, class, factor, error, samples FROM token_factor').all()) {
      const learned = { factor: Number(row['factor']), error: Number(row['error']), samples: Number(row['samples']) };
      if (learned.factor < LEAST_FACTOR || learned.factor > MOST_FACTOR) continue;
      factors.#put(String(row['model']), Number(row['class']), learned);
    }
    return factors;
  }

  /** Writes a model's factors. Call within a transaction. */
  keep(database: Database, model: string): void {
    for (const [place, { factor, error, samples }] of this.#models.get(model) ?? []) {
      database.statement(KEEP).run(model, place, factor, error, samples);
    }
  }
}

function between(least: number, value: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}
