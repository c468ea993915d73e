/** The meaning of a column for the comparison. */
export type ColumnRole = 'time' | 'item' | 'listPrice' | 'product' | 'payment';

/** Roles without which nothing can be compared. */
export const NEEDED_ROLES = ['time', 'item', 'listPrice'] as const satisfies readonly ColumnRole[];
export type NeededRole = (typeof NEEDED_ROLES)[number];

/** The index of each role's column, from 0. */
export type Columns = Readonly<Partial<Record<ColumnRole, number>>>;

/** Columns with all required roles. */
export type WholeColumns = Columns & Readonly<Record<NeededRole, number>>;

/**
 * Headings of each role, most reliable first: the words of Baidu's console (Finance/s/vmu0sxmzr), the names in its API
 * (Finance/s/Bjxg02xim), and guesses for other exports. 应付金额 is not a list price and is never used as one.
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

/** Recognizes columns by their headings; unrecognized roles are missing. */
export function guessColumns(header: readonly string[]): Columns {
  const headings = header.map(plainHeading);
  const found = Object.entries(HEADINGS).map(([role, words]) => [role, columnOf(headings, words)] as const);
  return Object.fromEntries(found.filter(([, column]) => column !== undefined));
}

/** Returns true when all required roles are present. */
export function isWhole(columns: Columns): columns is WholeColumns {
  return NEEDED_ROLES.every(role => columns[role] !== undefined);
}

/** Returns true for a possible header: a line that names at least two roles. */
export function looksLikeHeader(row: readonly string[]): boolean {
  return Object.keys(guessColumns(row)).length >= 2;
}

/** Normalizes a heading: `原价（元）` becomes `原价`. Case, spaces and anything in brackets are ignored. */
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
