import assert from 'node:assert/strict';
import { join } from 'node:path';
import { accountOf, credentialOf, secretsOf } from '../../../src/cli/heldCredential.ts';
import { languageOf } from '../../../src/cli/language.ts';
import type { MessageId } from '../../../src/cli/messages.ts';
import { proxyOf } from '../../../src/cli/proxyOf.ts';
import { stateFolder } from '../../../src/cli/stateFolder.ts';
import { Stop } from '../../../src/cli/stop.ts';

describe('The environment of the CLI', () => {
  it('sets the language, by the first non-empty variable of three', () => {
    assert.equal(languageOf({}), 'en');
    assert.equal(languageOf({ LANG: 'zh_CN.UTF-8' }), 'zh');
    assert.equal(languageOf({ LANG: 'zh-Hans' }), 'zh');
    assert.equal(languageOf({ LC_MESSAGES: 'zh_TW', LANG: 'C' }), 'zh');
    assert.equal(languageOf({ LC_ALL: 'en_US.UTF-8', LANG: 'zh_CN.UTF-8' }), 'en');
    assert.equal(languageOf({ LC_ALL: '', LANG: 'zh_CN' }), 'zh');
    assert.equal(languageOf({ LANG: 'zha_CN' }), 'en');
  });

  it('sets the folder where jobs are stored', () => {
    assert.equal(stateFolder({}, 'linux', '/home/me'), join('/home/me', '.local', 'state', 'ask-wenxin'));
    assert.equal(stateFolder({ XDG_STATE_HOME: '/state' }, 'linux', '/home/me'), join('/state', 'ask-wenxin'));
    assert.match(stateFolder({}, 'darwin', '/Users/me'), /Application Support.ask-wenxin$/);
    assert.equal(stateFolder({ LOCALAPPDATA: 'C:\\Local' }, 'win32', 'C:\\me'), join('C:\\Local', 'ask-wenxin'));
  });

  it('provides a credential, or a message about what is wrong with it', () => {
    assert.deepEqual(credentialOf({ QIANFAN_BEARER_TOKEN: ' bce-v3/a/b ' }), { kind: 'apiKey', key: 'bce-v3/a/b' });
    const wrong: readonly (readonly [environment: NodeJS.ProcessEnv, id: MessageId])[] = [
      [{}, 'noCredentials'],
      [{ QIANFAN_ACCESS_KEY: 'only' }, 'credentialsHalf'],
      [{ QIANFAN_AK: 'schlüssel', QIANFAN_SK: 'b' }, 'credentialsDamaged'],
    ];
    for (const [environment, id] of wrong) {
      assert.throws(
        () => credentialOf(environment),
        (error: unknown) => error instanceof Stop && error.id === id && !JSON.stringify(error).includes('only'),
      );
    }
  });

  it('provides the secrets to mask, and an account name that does not contain them', () => {
    const environment = { QIANFAN_BEARER_TOKEN: 'secret-key', QIANFAN_SECRET_KEY: ' other-secret\n', QIANFAN_AK: '' };
    assert.deepEqual(secretsOf(environment), ['secret-key', 'other-secret']);
    const account = accountOf({ kind: 'apiKey', key: 'secret-key' });
    assert.match(account, /^environment [0-9a-f]{8}$/);
    assert.notEqual(account, accountOf({ kind: 'apiKey', key: 'secret-kez' }));
    assert.equal(
      accountOf({ kind: 'iam', accessKey: 'a', secretKey: 'old' }),
      accountOf({ kind: 'iam', accessKey: 'a', secretKey: 'new' }),
    );
  });
});

describe('The proxy from the environment', () => {
  const baidu = new URL('https://qianfan.baidubce.com/v2');
  const HTTPS_PROXY = 'http://proxy:3128';

  it('is the one for the protocol, with lower-case variables first', () => {
    assert.equal(proxyOf(baidu, {}), undefined);
    assert.deepEqual(proxyOf(baidu, { HTTPS_PROXY }), { url: HTTPS_PROXY, variable: 'HTTPS_PROXY' });
    assert.equal(proxyOf(baidu, { HTTPS_PROXY, https_proxy: 'https://small' })?.url, 'https://small');
    assert.equal(proxyOf(baidu, { HTTPS_PROXY, https_proxy: '' })?.url, HTTPS_PROXY);
    assert.equal(proxyOf(baidu, { http_proxy: HTTPS_PROXY }), undefined);
    assert.equal(proxyOf(baidu, { HTTPS_PROXY: 'proxy:3128' })?.url, HTTPS_PROXY);
  });

  it('is not used for local addresses', () => {
    assert.equal(proxyOf(new URL('http://127.0.0.1:8080/v2'), { http_proxy: HTTPS_PROXY }), undefined);
    assert.equal(proxyOf(new URL('https://localhost/v2'), { HTTPS_PROXY }), undefined);
  });

  it('is not used for the hosts in NO_PROXY and their subdomains', () => {
    const meant = [
      '*',
      'baidubce.com',
      '.baidubce.com',
      '*.baidubce.com',
      'a, qianfan.baidubce.com',
      'BaiduBCE.com:443',
    ];
    for (const NO_PROXY of meant) assert.equal(proxyOf(baidu, { HTTPS_PROXY, NO_PROXY }), undefined, NO_PROXY);
    for (const NO_PROXY of ['', ',', 'bce.com', 'qianfan', 'baidubce.com:8443', 'other.qianfan.baidubce.com']) {
      assert.notEqual(proxyOf(baidu, { HTTPS_PROXY, NO_PROXY }), undefined, NO_PROXY);
    }
    assert.notEqual(proxyOf(baidu, { HTTPS_PROXY, no_proxy: '', NO_PROXY: '*' }), undefined);
  });
});
