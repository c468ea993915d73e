import type { Charge } from './chargeBook.ts';

/** Baidu does not document these values: the names of the product and of its items, and their ids, are invented. */
const PRODUCT = { serviceType: 'QIANFAN', serviceTypeName: '千帆大模型平台' };
const KINDS: Readonly<Record<Charge['kind'], string>> = {
  input: '输入',
  cachedInput: '命中缓存的输入',
  output: '输出',
};

const CHINA_MS = 8 * 60 * 60 * 1000;
const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * Returns charges as lines of the bill, per day or for all days together. Fields and types follow Baidu
 * Finance/s/Bjxg02xim: amounts in yuan as numbers, times in UTC. The account pays the list price.
 */
export function billLines(charges: readonly Charge[], byDay: boolean, serviceType: string | null): object[] {
  if (serviceType !== null && serviceType !== PRODUCT.serviceType) return [];
  const lines = new Map<string, { first: string; last: string; charge: Charge; nanoYuan: number }>();
  for (const charge of charges) {
    const key = `${byDay ? charge.day : ''} ${charge.model} ${charge.kind}`;
    const line = lines.get(key) ?? { first: charge.day, last: charge.day, charge, nanoYuan: 0 };
    lines.set(key, { ...line, last: charge.day, nanoYuan: line.nanoYuan + charge.nanoYuan });
  }
  return [...lines.values()].map(({ first, last, charge: { model, kind }, nanoYuan }) => {
    const yuan = nanoYuan / 1_000_000_000;
    return {
      vendor: '百度智能云',
      accountId: 'account-of-the-simulator',
      ...PRODUCT,
      productType: 'postpay',
      region: '全局',
      instanceId: `${model}-instance`,
      startTime: utcTime(Date.parse(first) - CHINA_MS),
      endTime: utcTime(Date.parse(last) - CHINA_MS + DAY_MS),
      configurationCH: '',
      chargeItem: `${model}_${kind}`,
      chargeItemDesc: `${model.toUpperCase()} ${KINDS[kind]}`,
      amount: '',
      amountUnit: 'tokens',
      catalogPrice: yuan,
      originPrice: yuan,
      financePrice: yuan,
      cash: yuan,
      couponPrice: 0,
    };
  });
}

function utcTime(ms: number): string {
  return new Date(ms).toISOString().replace(/\.\d+Z$/, 'Z');
}
