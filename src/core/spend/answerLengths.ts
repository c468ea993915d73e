import type { Feature } from '../feature.ts';
import type { Database } from '../database/database.ts';

/** Output tokens of an answer, reasoning included. */
export interface AnswerRange {
  /** 10th percentile: nine of ten answers are longer. */
  readonly lowTokens: number;
  /** 90th percentile: nine of ten answers are shorter. */
  readonly highTokens: number;
}

/** Histogram buckets per octave: lengths within a bucket differ by less than a fifth. */
const AN_OCTAVE = 4;
/** The user's own answers count from this number on. */
const ENOUGH = 5;
/** At this number, all counts are halved, so that old answers lose weight. */
const MOST_KEPT = 200;

/** Defaults before the user's own answers are known: typical lengths for each feature, with some reasoning. */
const USUAL: Readonly<Record<Feature, AnswerRange>> = {
  chat: { lowTokens: 100, highTokens: 1_200 },
  explain: { lowTokens: 250, highTokens: 1_500 },
  review: { lowTokens: 250, highTokens: 2_000 },
  fix: { lowTokens: 200, highTokens: 2_000 },
  refactor: { lowTokens: 250, highTokens: 2_500 },
  document: { lowTokens: 200, highTokens: 2_500 },
  test: { lowTokens: 500, highTokens: 3_000 },
  translate: { lowTokens: 100, highTokens: 2_000 },
  edit: { lowTokens: 150, highTokens: 2_000 },
  commitMessage: { lowTokens: 20, highTokens: 300 },
  // Tool calls and answers of an agent.
  modelProvider: { lowTokens: 50, highTokens: 1_500 },
  // Batches ask anything; most process files and write about them.
  batch: { lowTokens: 100, highTokens: 2_000 },
  keyCheck: { lowTokens: 1, highTokens: 16 },
};

type Histogram = Map<number, number>;

const KEEP = 'INSERT INTO answer_length(feature, model, bucket, n) VALUES(?, ?, ?, ?)';

/** Histograms of answer lengths, by feature and model. */
export class AnswerLengths {
  readonly #features = new Map<string, Map<string, Histogram>>();

  /**
   * Returns the probable length of an answer; falls back to all models where this one has too few answers, then to
   * defaults.
   */
  rangeOf(feature: Feature, model: string, maxOutputTokens: number): AnswerRange {
    const models = this.#features.get(feature) ?? new Map<string, Histogram>();
    const known = [models.get(model), together([...models.values()])].find(each => countOf(each) >= ENOUGH);
    const { lowTokens, highTokens } = known === undefined ? USUAL[feature] : rangeIn(known);
    return {
      lowTokens: Math.min(lowTokens, maxOutputTokens),
      highTokens: Math.min(highTokens, maxOutputTokens),
    };
  }

  /** Records the length of a complete answer. */
  learn(feature: Feature, model: string, outputTokens: number): void {
    if (outputTokens < 1) return;
    const histogram = this.#histogram(feature, model);
    const bucket = Math.floor(AN_OCTAVE * Math.log2(outputTokens));
    histogram.set(bucket, (histogram.get(bucket) ?? 0) + 1);
    if (countOf(histogram) >= MOST_KEPT) halve(histogram);
  }

  #histogram(feature: string, model: string): Histogram {
    const models = this.#features.get(feature) ?? new Map<string, Histogram>();
    const histogram = models.get(model) ?? new Map<number, number>();
    this.#features.set(feature, models.set(model, histogram));
    return histogram;
  }

  /** Reads the histograms from the ledger. */
  static read(database: Database): AnswerLengths {
    const lengths = new AnswerLengths();
    for (const row of database.statement('SELECT feature, model, bucket, n FROM answer_length').all()) {
      lengths.#histogram(String(row['feature']), String(row['model'])).set(Number(row['bucket']), Number(row['n']));
    }
    return lengths;
  }

  /** Writes the histogram of a feature and model. Call within a transaction. */
  keep(database: Database, feature: Feature, model: string): void {
    database.statement('DELETE FROM answer_length WHERE feature = ? AND model = ?').run(feature, model);
    for (const [bucket, n] of this.#histogram(feature, model)) database.statement(KEEP).run(feature, model, bucket, n);
  }
}

/** Returns the 10th and 90th percentiles, each at the outer edge of its bucket. */
function rangeIn(histogram: Histogram): AnswerRange {
  const buckets = [...histogram].sort(([one], [other]) => one - other);
  const tenth = countOf(histogram) / 10;
  return {
    lowTokens: Math.floor(2 ** (bucketAt(buckets, tenth) / AN_OCTAVE)),
    highTokens: Math.ceil(2 ** ((bucketAt(buckets, 9 * tenth) + 1) / AN_OCTAVE)),
  };
}

/** Returns the first bucket at which the cumulative count reaches `reached`. */
function bucketAt(buckets: readonly (readonly [bucket: number, n: number])[], reached: number): number {
  let sum = 0;
  for (const [bucket, n] of buckets) {
    sum += n;
    if (sum >= reached) return bucket;
  }
  return buckets.at(-1)?.[0] ?? 0;
}

function halve(histogram: Histogram): void {
  for (const [bucket, n] of [...histogram]) {
    if (n < 2) histogram.delete(bucket);
    else histogram.set(bucket, Math.floor(n / 2));
  }
}

function together(histograms: readonly Histogram[]): Histogram {
  const sum: Histogram = new Map();
  for (const histogram of histograms) {
    for (const [bucket, n] of histogram) sum.set(bucket, (sum.get(bucket) ?? 0) + n);
  }
  return sum;
}

function countOf(histogram: Histogram | undefined): number {
  return [...(histogram?.values() ?? [])].reduce((sum, n) => sum + n, 0);
}
