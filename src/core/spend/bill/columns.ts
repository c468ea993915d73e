/** What a comparison has to know of each line of a bill. */
export type ColumnRole = 'time' | 'item' | 'listPrice' | 'product' | 'payment';

/** Roles without which there is nothing to compare. */
export const NEEDED_ROLES = ['time', 'item', 'listPrice'] as const satisfies readonly ColumnRole[];
export type NeededRole = (typeof NEEDED_ROLES)[number];

/** Which column plays which role, counted from 0. */
export type Columns = Readonly<Partial<Record<ColumnRole, number>>>;

/** Columns with all that is needed. */
export type WholeColumns = Columns & Readonly<Record<NeededRole, number>>;

/**
 * Headings of each role, the surest first: the words of Baidu's console (Finance/s/vmu0sxmzr), the names of its interface
 * (Finance/s/Bjxg02xim), and what other exports say, which is guessed. 应付金额 is no list price and is never taken for one.
 */
const HEADINGS: Readonly<Record<ColumnRole, readonly string[]>> = {
  time: [
    ...[
      '账单时间',
      '账单日期',
      '消费日期',
      '消费时间',
      '使用日期',
      '日期',
      '计费时间',
      '时间',
      '账单月份',
      '账期',
      '月份',
    ],
    ...['billtime', 'billdate', 'billingdate', 'usagedate', 'date', 'starttime', 'time', 'billmonth', 'month'],
  ],
  item: [
    ...['模型', '模型名称', '模型版本', '计费项', '计费项名称', '计费项中文名', '服务名称', '配置', '实例名称'],
    ...['model', 'modelname', 'chargeitemdesc', 'chargeitem', 'billingitem', 'item', 'configuration', 'instancename'],
  ],
  listPrice: [
    ...['原价', '原价金额', '目录价', '目录总价', '官网价', '刊例价', '账单金额'],
    ...['catalogprice', 'listprice', 'originalprice', 'listcost', 'originprice', 'billamount'],
  ],
  product: ['产品名称', '产品', '产品类型', '产品中文名', 'servicetypename', 'servicetype', 'productname', 'product'],
  payment: ['付费方式', '付费类型', '计费方式', '计费类型', 'producttype', 'paymentmethod', 'billingmode'],
};

/** Recognises columns by their headings; those that no heading tells are missing. */
export function guessColumns(header: readonly string[]): Columns {
  const headings = header.map(plainHeading);
  const found = Object.entries(HEADINGS).map(([role, words]) => [role, columnOf(headings, words)] as const);
  return Object.fromEntries(found.filter(([, column]) => column !== undefined));
}

/** True when nothing that is needed is missing. */
export function isWhole(columns: Columns): columns is WholeColumns {
  return NEEDED_ROLES.every(role => columns[role] !== undefined);
}

/** True for a line that can be one of headings: at least two of the roles are named in it. */
export function looksLikeHeader(row: readonly string[]): boolean {
  return Object.keys(guessColumns(row)).length >= 2;
}

/** `原价（元）` is `原价`: case, spaces and what stands in brackets do not count. */
function plainHeading(heading: string): string {
  return heading
    .normalize('NFKC')
    .replace(/[([{].*$/, '')
    .replaceAll(/[\s_"'.:-]/g, '')
    .toLowerCase();
}

function columnOf(headings: readonly string[], words: readonly string[]): number | undefined {
  const columns = words.map(word => headings.indexOf(word)).filter(column => column >= 0);
  return columns[0];
}
