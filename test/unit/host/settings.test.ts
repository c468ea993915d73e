import assert from 'node:assert/strict';
import { SETTINGS } from '../../../src/host/settings.ts';

const endpoints = (...list: unknown[]) => SETTINGS['wenxin.endpoints'].parse(list);

describe('The settings', () => {
  it('accept endpoints with their path, and remove a trailing slash', () => {
    assert.deepEqual(endpoints({ name: 'A', baseUrl: 'https://relay.example.com/v2//', api: 'v2', appId: 'app-1' }), [
      { name: 'A', baseUrl: 'https://relay.example.com/v2', appId: 'app-1' },
    ]);
  });

  it('accept plain HTTP for this machine only', () => {
    for (const host of ['127.0.0.1:8000', 'localhost:11434', '[::1]:80']) {
      assert.ok(endpoints({ name: 'A', baseUrl: `http://${host}/v1` }));
    }
    for (const host of ['example.com', '127.0.0.1.example.com', '10.0.0.1']) {
      assert.equal(endpoints({ name: 'A', baseUrl: `http://${host}/v1` }), undefined);
    }
  });

  it('refuse a base URL that is invalid, or has credentials or a query', () => {
    const bad = [
      'nonsense',
      'ftp://example.com',
      'https://user:secret@example.com/v2',
      'https://example.com/v2?key=1',
      7,
    ];
    for (const baseUrl of bad) assert.equal(endpoints({ name: 'A', baseUrl }), undefined);
  });

  it('refuse the whole list when one entry is invalid, so that no question goes to an unexpected host', () => {
    assert.equal(endpoints({ name: 'A', baseUrl: 'https://a.example/v2' }, { name: 'B' }), undefined);
    assert.equal(SETTINGS['wenxin.endpoints'].parse('https://a.example'), undefined);
  });

  it('accept all options of an endpoint, and nothing misspelt', () => {
    const whole = {
      name: 'A',
      baseUrl: 'https://a.example',
      api: 'v1',
      account: 'work',
      ca: '/etc/ca.pem',
      clientCertificate: { cert: '/c.pem', key: '/k.pem' },
      proxy: 'http://proxy.example:8080',
    };
    const { name, baseUrl, api, account, ...network } = whole;
    assert.deepEqual(endpoints(whole), [{ name, baseUrl, api, account, network }]);
    for (const change of [
      { api: 'v3' },
      { acount: 'work' },
      { account: ' ' },
      { clientCertificate: { cert: '/c.pem' } },
      { proxy: 'socks5://proxy.example' },
      { ca: 1 },
    ]) {
      assert.equal(endpoints({ ...whole, ...change }), undefined, JSON.stringify(change));
    }
  });

  it('accept URLs of token services only without a path', () => {
    for (const id of ['wenxin.iamUrl', 'wenxin.oauthUrl'] as const) {
      assert.equal(SETTINGS[id].parse('https://iam.example.com/'), 'https://iam.example.com');
      for (const bad of ['http://iam.example.com', 'https://iam.example.com/v1', 'iam.example.com', 7]) {
        assert.equal(SETTINGS[id].parse(bad), undefined);
      }
    }
  });

  it('accept only what the manifest allows', () => {
    assert.equal(SETTINGS['wenxin.model'].parse('  ernie-5.1 '), 'ernie-5.1');
    assert.equal(SETTINGS['wenxin.model'].parse('   '), undefined);
    assert.equal(SETTINGS['wenxin.maxOutputTokens'].parse(255), undefined);
    assert.equal(SETTINGS['wenxin.maxOutputTokens'].parse(4096.5), undefined);
    assert.equal(SETTINGS['wenxin.temperature'].parse(null), null);
    assert.equal(SETTINGS['wenxin.temperature'].parse(0.3), 0.3);
    assert.equal(SETTINGS['wenxin.temperature'].parse('0.3'), undefined);
    assert.equal(SETTINGS['wenxin.chat.sendKey'].parse('enter'), 'enter');
    assert.equal(SETTINGS['wenxin.chat.sendKey'].parse('space'), undefined);
  });

  it('accept their own defaults', () => {
    for (const [id, setting] of Object.entries(SETTINGS)) {
      assert.deepEqual(setting.parse(setting.default), setting.default, id);
    }
  });

  it('accept fallback models, and limits that are whole numbers', () => {
    assert.deepEqual(SETTINGS['wenxin.fallbackModels'].parse([' ernie-4.5 ', 'x']), ['ernie-4.5', 'x']);
    for (const bad of ['ernie-4.5', [''], [1]]) assert.equal(SETTINGS['wenxin.fallbackModels'].parse(bad), undefined);
    assert.equal(SETTINGS['wenxin.maxConcurrency'].parse(0), undefined);
    assert.equal(SETTINGS['wenxin.requestsPerMinute'].parse(0), 0);
    assert.equal(SETTINGS['wenxin.tokensPerMinute'].parse(0.5), undefined);
    assert.equal(SETTINGS['wenxin.retry.maxAttempts'].parse('3'), undefined);
  });

  it('accept a budget in yuan and its percentages, and nothing else', () => {
    assert.equal(SETTINGS['wenxin.budget.dailyCny'].parse(0.01), 0.01);
    assert.equal(SETTINGS['wenxin.budget.dailyCny'].parse(-1), undefined);
    assert.deepEqual(SETTINGS['wenxin.budget.warnAtPercent'].parse([50, 100]), [50, 100]);
    assert.equal(SETTINGS['wenxin.budget.warnAtPercent'].parse([0]), undefined);
    assert.equal(SETTINGS['wenxin.budget.warnAtPercent'].parse(80), undefined);
  });

  it('accept the cache’s options, and no text in place of a boolean', () => {
    for (const id of ['wenxin.cache.enabled', 'wenxin.cache.staleWhileRevalidate', 'wenxin.cache.redis'] as const) {
      assert.deepEqual([true, false, 'true', 1, null].map(SETTINGS[id].parse), [
        true,
        false,
        undefined,
        undefined,
        undefined,
      ]);
    }
    assert.equal(SETTINGS['wenxin.cache.memoryEntries'].parse(0), 0);
    assert.equal(SETTINGS['wenxin.cache.ttlHours'].parse(0.5), 0.5);
    assert.equal(SETTINGS['wenxin.cache.maxSizeMb'].parse(0), undefined);
  });
});
