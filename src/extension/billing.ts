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
  /** Also read whenever a bill is read. */
  readonly balance: BalanceReader;
  /** Ids of all known models. */
  readonly models: () => readonly string[];
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Balance and bills of the account at Baidu. Sends nothing until called. */
export interface ConnectedBilling {
  readonly readBalance: (signal: AbortSignal) => Promise<NanoYuan | undefined>;
  /** Refreshes the balance if it is stale and an access key is present; the `BalanceReader` publishes the result. */
  readonly lookAtBalance: () => void;
  /** Lets the user choose a bill, and compares it with the ledger; `undefined` when there is nothing to show. */
  readonly compare: () => Promise<SourcedComparison | undefined>;
  readonly commands: Pick<CommandTable, typeof COMMANDS.compareBill>;
}

/** Connects the user's access key and the ledger to Baidu's billing API and the bill comparison. */
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
        // Users who read the bill also want the balance, and this key may read it.
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

/** Returns a signed sender, if any: only an access key can read the bill, and only one stored for Baidu is used. */
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

/** Returns the endpoints Baidu does not bill: private deployments, relays, and local servers. */
function unbilledEndpoints({ current }: ConnectedCredentials): string[] {
  return current.endpoints().flatMap(({ name, baseUrl }) => (isBaiduCloud(baseUrl) ? [] : [name]));
}

/** Reads one month per query and yields to the event loop in between, so that a year does not block it. */
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
