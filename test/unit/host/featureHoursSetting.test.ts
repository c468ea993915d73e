import assert from 'node:assert/strict';
import { KEPT_FEATURES } from '../../../src/host/featureHoursSetting.ts';
import { SETTINGS } from '../../../src/host/settings.ts';
import { readManifestFiles, settingsOf } from '../manifest/manifest.ts';

const { parse } = SETTINGS['wenxin.cache.featureTtlHours'];

describe('The cache hours of features', () => {
  it('are accepted for every cached feature, also as fractions', () => {
    const hours = { translate: 720, chat: 0, explain: 0.5 };
    assert.deepEqual(parse(hours), hours);
    assert.deepEqual(parse({}), {});
  });

  it('are refused as a whole when one is not a valid number of hours, or its feature is unknown', () => {
    for (const bad of [
      { translate: 720, chat: '1' },
      { translate: 720, chat: -1 },
      { chat: 8761 },
      { chat: null },
      { explian: 1 },
      { keyCheck: 1 },
      { toString: 1 },
      JSON.parse('{ "__proto__": 1 }') as unknown,
      [],
      [1],
      null,
      'chat',
      7,
    ]) {
      assert.equal(parse(bad), undefined, JSON.stringify(bad));
    }
  });

  it('are offered by the settings editor for the same features', () => {
    const schema = settingsOf(readManifestFiles().manifest).get('wenxin.cache.featureTtlHours');
    const { properties = {} } = (schema ?? {}) as { readonly properties?: Readonly<Record<string, unknown>> };
    assert.deepEqual(Object.keys(properties).toSorted(), Object.keys(KEPT_FEATURES).toSorted());
    for (const each of Object.values(properties)) assert.deepEqual(each, { type: 'number', minimum: 0, maximum: 8760 });
  });
});
