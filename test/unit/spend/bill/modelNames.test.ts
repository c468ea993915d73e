import assert from 'node:assert/strict';
import { catalogueModels } from '../../../../src/core/qianfan/catalogue.ts';
import { isModelProduct } from '../../../../src/core/spend/bill/modelProducts.ts';
import { modelOfItem } from '../../../../src/core/spend/bill/modelNames.ts';

const MODELS = [
  'ernie-5.1',
  'ernie-4.5-turbo-20260402',
  'ernie-4.5-turbo-128k',
  'ernie-x1.1',
  'deepseek-v3.2',
  'ERNIE-Speed-8K',
];

describe('Finding the model of a bill item', () => {
  const items: readonly (readonly [item: string, model: string | undefined])[] = [
    ['ernie-5.1', 'ernie-5.1'],
    ['ERNIE-5.1 输入', 'ernie-5.1'],
    ['ERNIE 5.1-输出', 'ernie-5.1'],
    ['ＥＲＮＩＥ－５．１（命中缓存的输入）', 'ernie-5.1'],
    ['ernie_5.1_output_tokens', 'ernie-5.1'],
    ['文心大模型ERNIE-5.1输入tokens', 'ernie-5.1'],
    ['ERNIE4.5-Turbo-128K 输入', 'ernie-4.5-turbo-128k'],
    ['ERNIE-4.5-Turbo 输入', 'ernie-4.5-turbo-20260402'],
    ['ernie-4.5-turbo-latest', 'ernie-4.5-turbo-20260402'],
    ['ERNIE-X1.1', 'ernie-x1.1'],
    ['ernie-speed-8k', 'ERNIE-Speed-8K'],
    ['ERNIE-4.5-Turbo-32K 输入', undefined],
    ['ERNIE-5 输入', undefined],
    ['ERNIE-5.10', undefined],
    ['DeepSeek-V3', undefined],
    ['输入 tokens', undefined],
    ['', undefined],
  ];
  for (const [item, model] of items)
    it(`takes ${JSON.stringify(item)} for ${model ?? 'none'}`, () => {
      assert.equal(modelOfItem(item, MODELS), model);
    });

  it('does not guess between two versions of one model', () => {
    assert.equal(modelOfItem('ERNIE-4.5-Turbo', ['ernie-4.5-turbo-20260402', 'ernie-4.5-turbo-latest']), undefined);
    assert.equal(modelOfItem('ERNIE-4.5-Turbo', ['ernie-4.5-turbo', 'ernie-4.5-turbo-latest']), 'ernie-4.5-turbo');
  });

  it('finds each catalogue model by its name in capitals with a direction', () => {
    const ids = catalogueModels.map(({ id }) => id);
    for (const id of ids) assert.equal(modelOfItem(`${id.toUpperCase()} 输出`, ids), id);
  });

  it('distinguishes lines about models from lines about other products', () => {
    const products: readonly (readonly [product: string, item: string, isModel: boolean])[] = [
      ['千帆大模型平台', '', true],
      ['百度智能云千帆 ModelBuilder', '后付费', true],
      ['云服务器 BCC', 'CPU', false],
      ['对象存储 BOS', '标准存储', false],
      ['AI 服务', 'ERNIE-9 输入', true],
      ['', '随便什么', true],
    ];
    for (const [product, item, isModel] of products) {
      assert.equal(isModelProduct({ product, item }), isModel, `${product} ${item}`);
    }
  });
});
