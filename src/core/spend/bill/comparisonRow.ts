import type { NanoYuan } from '../../money.ts';
import type { BillPeriod } from './billPeriod.ts';

/** A model on a day, or in a month where the bill does not tell days. */
export interface ComparisonRow {
  readonly period: BillPeriod;
  /** The model's id; where none fits the bill's words, those words. */
  readonly model: string;
  /** False when the bill's words fit no model that is known. */
  readonly isMatched: boolean;
  /** Of this machine at list price; `undefined` when it asked nothing. */
  readonly oursNanoYuan: NanoYuan | undefined;
  /** The parts of it that are estimates: for want of usage, and for attempts whose window died. */
  readonly estimatedNanoYuan: NanoYuan;
  readonly lostNanoYuan: NanoYuan;
  /** Requests that are not in it, because their price is unknown. */
  readonly unknownPrice: number;
  /** At list price; `undefined` when the bill has no such line. */
  readonly billNanoYuan: NanoYuan | undefined;
  /** Ours less the bill's. */
  readonly differenceNanoYuan: NanoYuan;
}

/** What of a bill is no use of models: other products, and what was bought beforehand. */
export interface LeftOut {
  readonly name: string;
  readonly isPrepaid: boolean;
  readonly listNanoYuan: NanoYuan;
}
