import type { NanoYuan } from '../../money.ts';
import type { BillPeriod } from './billPeriod.ts';

/** Amounts of a model on a day, or in a month if the bill has no days. */
export interface ComparisonRow {
  readonly period: BillPeriod;
  /** The model's id, or the bill's words if no model matches. */
  readonly model: string;
  /** False when the bill's words match no known model. */
  readonly isMatched: boolean;
  /** This machine's amount at list price; `undefined` when it sent no request. */
  readonly oursNanoYuan: NanoYuan | undefined;
  /** The estimated parts of it: attempts without usage, and attempts whose window died. */
  readonly estimatedNanoYuan: NanoYuan;
  readonly lostNanoYuan: NanoYuan;
  /** Requests missing from it, because their price is unknown. */
  readonly unknownPrice: number;
  /** At list price; `undefined` when the bill has no such line. */
  readonly billNanoYuan: NanoYuan | undefined;
  /** Our amount minus the bill's. */
  readonly differenceNanoYuan: NanoYuan;
}

/** Bill items that are not usage of models: other products and prepaid purchases. */
export interface LeftOut {
  readonly name: string;
  readonly isPrepaid: boolean;
  readonly listNanoYuan: NanoYuan;
}
