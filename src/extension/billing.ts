import { setImmediate } from 'node:timers/promises';
import type * as vscode from 'vscode';
import { isBaiduCloud } from '../core/baiduCloud.ts';
import { iamPairFor } from '../core/auth/iamPairFor.ts';
import { signedRequests } from '../core/auth/signedRequests.ts';
import type { Clock } from '../core/clock.ts';
import { describeError, WenxinError } from '../core/errors.ts';
import type { Logger } from '../core/logger.ts';
import type { NanoYuan } from '../core/money.ts';
import type { BalanceReader } from '../core/spend/bill/balanceReader.ts';
import { BILLING_URL, readBalance, readMonthBill, type AskBilling } from '../core/spend/bill/billingApi.ts';
import { daysOf, monthOf, shiftDay } from '../core/spend/bill/billPeriod.ts';
import { readMeterRows, type MeterRow } from '../core/spend/bill/meterRows.ts';
import type { Ledger } from '../core/spend/ledger.ts';
import { billDayOf } from '../core/spend/localCalendar.ts';
import type { CommandTable } from '../host/commands/index.ts';
import { COMMANDS } from '../host/ids.ts';
import { chooseAndCompare, type BillAccess, type SourcedComparison } from '../host/usage/compareBill.ts';
import { ComparisonDocument } from '../host/usage/comparisonDocument.ts';
import { loadCsvRows } from '../host/usage/loadCsvRows.ts';
import type { ConnectedCredentials } from './credentials.ts';

interface BillingParts {
  readonly context: vscode.ExtensionContext;
  readonly connected: ConnectedCredentials;
  readonly ledger: Ledger;
  /** What is read with a bill, too. */
  readonly balance: BalanceReader;
  /** Ids of all models that are known. */
  readonly models: () => readonly string[];
  readonly clock: Clock;
  readonly logger: Logger;
}

/** The account's money at Baidu. Nothing is asked before somebody asks. */
export interface ConnectedBilling {
  readonly readBalance: (signal: AbortSignal) => Promise<NanoYuan | undefined>;
  /** Has the balance read, if that was long ago and a key is there that may; who wants to know listens to the reader. */
  readonly lookAtBalance: () => void;
  /** Asks the person which bill, and compares; `undefined` when there is nothing to show. */
  readonly compare: () => Promise<SourcedComparison | undefined>;
  readonly commands: Pick<CommandTable, typeof COMMANDS.compareBill>;
}

/** Connects the person's access key and the ledger with Baidu's finance interface and the comparison. */
export function connectBilling({
  context,
  connected,
  ledger,
  balance,
  models,
  clock,
  logger,
}: BillingParts): ConnectedBilling {
  const asking = (signal: AbortSignal): Promise<AskBilling | undefined> => findAsking(connected, logger, signal);
  const lookAtBalance = (signal: AbortSignal): void => {
    balance.ask(signal).catch((error: unknown) => {
      logger.info(`The balance cannot be read: ${describeError(error)}`);
    });
  };
  const access: BillAccess = {
    readMonth: async () => {
      const ask = await asking(new AbortController().signal);
      if (ask === undefined) return undefined;
      return async (month, signal, onPage) => {
        const bill = await readMonthBill(ask, month, signal, { onPage });
        // Whoever looks at the bill wants to know what is left, and this key may see it.
        lookAtBalance(signal);
        return bill;
      };
    },
    readMeter: (firstDay, lastDay) => readMeter(ledger, unbilledEndpoints(connected), firstDay, lastDay),
    models,
    splitRows: () => loadCsvRows().csvRows,
    memory: context.globalState,
    today: () => billDayOf(clock.now()),
    logger,
  };
  const compare = (): Promise<SourcedComparison | undefined> => chooseAndCompare(access);
  const document = new ComparisonDocument(logger);
  context.subscriptions.push(document);
  return {
    readBalance: async signal => {
      const ask = await asking(signal);
      return ask && readBalance(ask, signal);
    },
    lookAtBalance: () => lookAtBalance(new AbortController().signal),
    compare,
    commands: {
      [COMMANDS.compareBill]: async () => {
        const compared = await compare();
        if (compared !== undefined) await document.show(compared);
      },
    },
  };
}

/** Only an access key can read the bill, and it goes to Baidu only if it was given for Baidu. */
async function findAsking(
  { current, send, time }: ConnectedCredentials,
  logger: Logger,
  signal: AbortSignal,
): Promise<AskBilling | undefined> {
  try {
    const held = await current.find(current.endpoint().account, signal);
    const pair = iamPairFor(held, BILLING_URL);
    return pair && signedRequests(pair, { send, time });
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof WenxinError)) throw error;
    logger.warn(`There is no access key for the bill: ${describeError(error)}`);
    return undefined;
  }
}

/** Baidu bills what is sent to Baidu: not a private deployment, a relay or this computer. */
function unbilledEndpoints({ current }: ConnectedCredentials): string[] {
  return current.endpoints().flatMap(({ name, baseUrl }) => (isBaiduCloud(baseUrl) ? [] : [name]));
}

/** A month at a time, so that nobody waits for a year. */
async function readMeter(
  ledger: Ledger,
  unbilled: readonly string[],
  firstDay: number,
  lastDay: number,
): Promise<MeterRow[]> {
  const database = await ledger.file();
  const rows: MeterRow[] = [];
  for (let day = firstDay; day <= lastDay;) {
    const { last } = daysOf(monthOf(day));
    const query = { firstDay: day, lastDay: Math.min(last, lastDay), unbilledEndpoints: unbilled };
    rows.push(...database.read(() => readMeterRows(sql => database.statement(sql), query)));
    await setImmediate();
    day = shiftDay(last, 1);
  }
  return rows;
}
