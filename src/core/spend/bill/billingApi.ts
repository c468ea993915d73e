import * as v from 'valibot';
import { WenxinError } from '../../errors.ts';
import type { NanoYuan } from '../../money.ts';
import type { ShortAnswer, ShortRequest } from '../../shortRequest.ts';
import { readBillPeriod, type BillPeriod } from './billPeriod.ts';
import { billingFailure } from './billingFailure.ts';
import { BillSums, type ReadBill } from './billRow.ts';
import { readYuan } from './decimalYuan.ts';

/** Baidu's finance API. The keys are sent to this host only. */
export const BILLING_URL = 'https://billing.baidubce.com';

/** Sends a request signed by a key that may read the bill. Throws as `SendShort`. */
export type AskBilling = (
  question: Pick<ShortRequest, 'method' | 'url' | 'maxBytes' | 'timeoutMs'>,
  signal: AbortSignal,
) => Promise<ShortAnswer>;

/** The documented maximum page size, and enough pages for a bill of 10,000 lines. */
const PAGE_SIZE = 100;
const MAX_PAGES = 100;

/** A line has about fifty fields. */
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
 * Returns the account balance in nano-yuan; negative when the account is in arrears (`POST /v1/finance/cash/balance`
 * without parameters, Baidu Finance/s/Skhtyytwu). Throws `WenxinError`s: `credentials` with the code `bill_not_allowed`
 * when this key may not read it, otherwise see `billingFailure`.
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
 * Returns the postpaid lines of a month's bill, summed by day (`GET /v1/bill/resource/month`, Baidu
 * Finance/s/cjxedqyml; fields in Finance/s/Bjxg02xim). The current month is billed up to yesterday, which is complete
 * from 10 a.m. on. Accounts in another account's finance circle cannot see their amounts: such lines count as
 * unreadable. Throws as `readBalance`.
 *
 * Documented: the parameters, the field names, that amounts are in yuan, and that `startTime` of a line is in UTC.
 * Guessed: the format of a time without a zone, which field names the model (see `itemOf`), and that the bill's amount
 * is the list price where a line has no list price.
 *
 * @param month as 202611.
 * @param onPage called after each page with the lines read so far and the total.
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
    // An empty page that is repeated must not be requested forever.
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

/** The Chinese name of the charged item says most; without one, any field that can name a model. */
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
