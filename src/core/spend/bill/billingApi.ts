import * as v from 'valibot';
import { WenxinError } from '../../errors.ts';
import type { NanoYuan } from '../../money.ts';
import type { ShortAnswer, ShortRequest } from '../../shortRequest.ts';
import { readBillPeriod, type BillPeriod } from './billPeriod.ts';
import { billingFailure } from './billingFailure.ts';
import { BillSums, type ReadBill } from './billRow.ts';
import { readYuan } from './decimalYuan.ts';

/** Baidu's finance interface. The keys go to this host alone. */
export const BILLING_URL = 'https://billing.baidubce.com';

/** Asks with the signature of whoever may read the bill. Throws as `SendShort` does. */
export type AskBilling = (
  question: Pick<ShortRequest, 'method' | 'url' | 'maxBytes' | 'timeoutMs'>,
  signal: AbortSignal,
) => Promise<ShortAnswer>;

/** The documented most of a page, and so many pages that a bill of 10,000 lines is whole. */
const PAGE_SIZE = 100;
const MAX_PAGES = 100;

/** A line has some fifty fields. */
const MAX_PAGE_BYTES = 2 * 1024 * 1024;
const TIMEOUT_MS = 30_000;

const Balance = v.object({ cashBalance: v.unknown() });

const Text = v.fallback(v.nullish(v.pipe(v.string(), v.maxLength(500)), ''), '');
const Page = v.object({
  totalCount: v.fallback(v.nullish(v.pipe(v.number(), v.safeInteger(), v.minValue(0))), undefined),
  bills: v.array(
    v.object({
      serviceType: Text,
      serviceTypeName: Text,
      productType: Text,
      startTime: Text,
      chargeItem: Text,
      chargeItemDesc: Text,
      configurationCH: Text,
      instanceId: Text,
      catalogPrice: v.optional(v.unknown()),
      originPrice: v.optional(v.unknown()),
    }),
  ),
});

/**
 * What the account holds, in nano-yuan; below zero when it is in arrears (`POST /v1/finance/cash/balance` without
 * parameters, Baidu Finance/s/Skhtyytwu). Throws `WenxinError`s: `credentials` with the code `bill_not_allowed` when this
 * key may not read it, otherwise as `billingFailure` tells.
 */
export async function readBalance(ask: AskBilling, signal: AbortSignal, base = BILLING_URL): Promise<NanoYuan> {
  const url = new URL('/v1/finance/cash/balance', base);
  const answer = accepted(await ask({ method: 'POST', url, timeoutMs: TIMEOUT_MS }, signal), url);
  const balance = v.safeParse(Balance, answer.body);
  const amount = balance.success ? readYuan(balance.output.cashBalance) : undefined;
  if (amount === undefined) throw foreign(url);
  return amount;
}

/**
 * The lines of a month's bill that were used by the day, summed by day (`GET /v1/bill/resource/month`, Baidu
 * Finance/s/cjxedqyml; fields in Finance/s/Bjxg02xim). The current month is billed up to yesterday, which is whole from
 * ten in the morning. Amounts of an account in somebody else's finance circle are hidden from it: such lines cannot be
 * read. Throws as `readBalance`.
 *
 * Documented: the parameters, the fields' names, that amounts are in yuan, and that `startTime` of a line is in UTC.
 * Guessed: how a time without a zone looks, which field names the model (see `itemOf`), and that the bill's amount is the
 * list price where a line tells no list price.
 *
 * @param month as 202611.
 * @param onPage hears after each page how many lines of how many are there.
 */
export async function readMonthBill(
  ask: AskBilling,
  month: BillPeriod,
  signal: AbortSignal,
  { base = BILLING_URL, onPage = () => undefined }: MonthBillOptions = {},
): Promise<ReadBill> {
  const sums = new BillSums();
  let lines = 0;
  let unreadable = 0;
  for (let pageNo = 1; pageNo <= MAX_PAGES; pageNo++) {
    const url = pageUrl(base, month, pageNo);
    const question = { method: 'GET', url, maxBytes: MAX_PAGE_BYTES, timeoutMs: TIMEOUT_MS } as const;
    const page = v.safeParse(Page, accepted(await ask(question, signal), url).body);
    if (!page.success) throw foreign(url);
    const { bills, totalCount } = page.output;
    for (const line of bills) {
      const listNanoYuan = readYuan(line.catalogPrice) ?? readYuan(line.originPrice);
      if (listNanoYuan === undefined) {
        unreadable++;
        continue;
      }
      sums.add({
        period: readBillPeriod(line.startTime, 'utc') ?? month,
        product: line.serviceTypeName || line.serviceType,
        item: itemOf(line),
        isPrepaid: line.productType === 'prepay',
        listNanoYuan,
      });
    }
    lines += bills.length;
    onPage(lines, totalCount ?? undefined);
    const isLast = totalCount ? lines >= totalCount : bills.length < PAGE_SIZE;
    // A service that repeats an empty page must not be asked for ever.
    if (isLast || bills.length === 0) return { rows: sums.rows(), isComplete: isLast, unreadable };
  }
  return { rows: sums.rows(), isComplete: false, unreadable };
}

interface MonthBillOptions {
  /** Another origin than Baidu's, for tests. */
  readonly base?: string;
  readonly onPage?: (lines: number, total: number | undefined) => void;
}

function pageUrl(base: string, month: BillPeriod, pageNo: number): URL {
  const url = new URL('/v1/bill/resource/month', base);
  const text = String(month);
  url.searchParams.set('month', `${text.slice(0, 4)}-${text.slice(4)}`);
  url.searchParams.set('granularity', 'day');
  url.searchParams.set('productType', 'postpay');
  url.searchParams.set('pageNo', String(pageNo));
  url.searchParams.set('pageSize', String(PAGE_SIZE));
  return url;
}

/** The Chinese name of what was charged says most; where a line has none, whatever else can name a model. */
function itemOf(line: v.InferOutput<typeof Page>['bills'][number]): string {
  return line.chargeItemDesc || line.chargeItem || line.configurationCH || line.instanceId || '';
}

function accepted(answer: ShortAnswer, { host }: URL): ShortAnswer {
  if (answer.status >= 200 && answer.status < 300) return answer;
  throw billingFailure(answer, host);
}

function foreign({ host }: URL): WenxinError {
  return new WenxinError('not-json', 'The answer is not of the finance interface', { host });
}
