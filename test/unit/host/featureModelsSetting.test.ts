import assert from 'node:assert/strict';
import { MODEL_FEATURES, parseFeatureModels } from '../../../src/host/featureModelsSetting.ts';
import { SETTINGS } from '../../../src/host/settings.ts';
import { readManifestFiles, settingsOf } from '../manifest/manifest.ts';

const { parse } = SETTINGS['wenxin.featureModels'];

describe('The models of features', () => {
  it('are accepted for every feature that may have its own, as they were written', () => {
    const models = Object.fromEntries(MODEL_FEATURES.map(feature => [feature, `ernie-${feature}`]));
    assert.deepEqual(parse(models), models);
    assert.deepEqual(parse({}), {});
  });

  it('are refused as a whole when one is not a valid name, or its feature cannot have its own model', () => {
    for (const bad of [
      { explain: 'ernie-5.1', fix: '' },
      { explain: 'ernie-5.1', fix: 7 },
      { explain: null },
      { explian: 'ernie-5.1' },
      { chat: 'ernie-5.1' },
      { modelProvider: 'ernie-5.1' },
      { keyCheck: 'ernie-5.1' },
      { toString: 'ernie-5.1' },
      JSON.parse('{ "__proto__": "ernie-5.1" }') as unknown,
      [],
      ['ernie-5.1'],
      null,
      'ernie-5.1',
      7,
    ]) {
      assert.equal(parse(bad), undefined, JSON.stringify(bad));
    }
  });

  it('are parsed by the given rule for names', () => {
    assert.deepEqual(
      parseFeatureModels({ fix: ' a ' }, value => String(value).trim()),
      { fix: 'a' },
    );
    assert.equal(
      parseFeatureModels({ fix: 'a' }, () => undefined),
      undefined,
    );
  });

  it('are offered by the settings editor for the same features', () => {
    const schema = settingsOf(readManifestFiles().manifest).get('wenxin.featureModels');
    const { properties = {} } = (schema ?? {}) as { readonly properties?: Readonly<Record<string, unknown>> };
    assert.deepEqual(Object.keys(properties).toSorted(), MODEL_FEATURES.toSorted());
    for (const each of Object.values(properties)) assert.deepEqual(each, { type: 'string', minLength: 1 });
  });
});
