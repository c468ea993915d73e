import type { Exchange } from '../exchange.ts';
import { sendReply } from '../sendReply.ts';
import type { ServiceState } from '../serviceState.ts';
import { BceRefusal, writeBceError } from '../tokens/bceErrors.ts';
import { billLines } from './billLines.ts';
import { billReader } from './billReader.ts';
import { chinaDay } from './chargeBook.ts';

const PARAMETERS = [
  ...['month', 'beginTime', 'endTime', 'granularity', 'productType', 'serviceType', 'instanceId', 'queryAccountId'],
  ...['pageNo', 'pageSize'],
];
const DAY_MS = 24 * 60 * 60 * 1000;
const MAX_PAGE_SIZE = 100;

/**
 * Handles the signed `GET /v1/bill/resource/month`: returns one page of the account's bill (Baidu Finance/s/cjxedqyml).
 */
export async function answerMonthBill(exchange: Exchange, service: ServiceState, bytes: Buffer): Promise<void> {
  billReader(exchange, service, bytes);
  if (exchange.request.method !== 'GET') throw new BceRefusal('MethodNotAllowed');
  if (bytes.length > 0) exchange.violate('a body on a GET');
  const query = new URL(exchange.request.url ?? '', 'http://localhost').searchParams;
  for (const name of query.keys()) if (!PARAMETERS.includes(name)) exchange.violate(`a query parameter ${name}`);
  const page = bodyOf(query, service);
  await sendReply(exchange, service, 'bill', writeBceError, () => ({ status: 200, body: JSON.stringify(page) }));
}

function bodyOf(query: URLSearchParams, { charges, nowMs }: ServiceState): object {
  const productType = query.get('productType');
  if (productType !== 'prepay' && productType !== 'postpay') throw invalid('productType');
  if (query.has('queryAccountId')) throw new BceRefusal('AccessDenied');
  const granularity = query.get('granularity') ?? '';
  if (!['', 'null', 'day'].includes(granularity)) throw invalid('granularity');
  const { first, last } = rangeOf(query);
  const pageNo = countOf(query, 'pageNo', 1, Number.MAX_SAFE_INTEGER);
  const pageSize = countOf(query, 'pageSize', MAX_PAGE_SIZE, MAX_PAGE_SIZE);
  // The bill does not include the current day yet.
  const yesterday = chinaDay(nowMs() - DAY_MS);
  const found = productType === 'postpay' ? charges.between(first, last < yesterday ? last : yesterday) : [];
  const lines = billLines(found, granularity === 'day', query.get('serviceType'));
  return {
    billMonth: first.slice(0, 7),
    beginTime: query.get('beginTime') ?? '',
    endTime: query.get('endTime') ?? '',
    accountId: 'account-of-the-simulator',
    loginName: 'simulator',
    pageNo,
    pageSize,
    totalCount: lines.length,
    bills: lines.slice((pageNo - 1) * pageSize, pageNo * pageSize),
  };
}

/** Days take precedence over a month and must lie within one month. */
function rangeOf(query: URLSearchParams): { readonly first: string; readonly last: string } {
  const [first, last, month] = ['beginTime', 'endTime', 'month'].map(name => query.get(name) ?? '') as [
    string,
    string,
    string,
  ];
  if (first !== '' || last !== '') {
    if (!isDay(first)) throw invalid('beginTime');
    if (!isDay(last) || last < first || last.slice(0, 7) !== first.slice(0, 7)) throw invalid('endTime');
    return { first, last };
  }
  if (!/^20\d\d-(0[1-9]|1[0-2])$/.test(month)) throw invalid('month');
  return { first: `${month}-01`, last: `${month}-31` };
}

function isDay(text: string): boolean {
  return /^20\d\d-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text));
}

function countOf(query: URLSearchParams, name: string, usual: number, most: number): number {
  const text = query.get(name) ?? String(usual);
  if (!/^[1-9]\d{0,9}$/.test(text) || Number(text) > most) throw invalid(name);
  return Number(text);
}

function invalid(name: string): BceRefusal {
  return new BceRefusal('InvalidHTTPRequest', `The specified parameter ${name} is invalid!`);
}
