import type { BillRow } from './billRow.ts';

/** What Baidu calls the service of its models: the platform, the family, and what it sells (Baidu qianfan-docs). */
const MODELS = /千帆|文心|大模型|ernie|qianfan|wenxin|modelbuilder|\btokens?\b/i;

/**
 * True for a line that is about the use of models, as far as its words tell. An account's bill also has servers, storage
 * and the like. A bill without a column for products is believed to be about models: people export what they compare.
 */
export function isModelProduct({ product, item }: Pick<BillRow, 'product' | 'item'>): boolean {
  return product === '' || MODELS.test(product) || MODELS.test(item);
}
