import type { BillRow } from './billRow.ts';

/** Baidu's names for its model service: the platform, the family, and what it sells (Baidu qianfan-docs). */
const MODELS = /千帆|文心|大模型|ernie|qianfan|wenxin|modelbuilder|\btokens?\b/i;

/**
 * Returns true for a line that concerns models, judging by its words. An account's bill also has servers, storage and
 * so on. Without a product column, all lines are assumed to concern models: users export what they want to compare.
 */
export function isModelProduct({ product, item }: Pick<BillRow, 'product' | 'item'>): boolean {
  return product === '' || MODELS.test(product) || MODELS.test(item);
}
