import assert from 'node:assert/strict';
import { canonicalRequest, signatureOf } from '../../../support/simulator/tokens/signature.ts';

// The worked example of Baidu Reference/s/njwvz1yfu.
const DOCUMENTED = {
  method: 'PUT',
  target: '/v1/test/myfolder/readme.txt?partNumber=9&uploadId=a44cc9bab11cbd156984767aad637851',
  headers: {
    host: 'bj.bcebos.com',
    'content-type': 'text/plain',
    'content-length': '8',
    'content-md5': 'NFzcPqhviddjRNnSOGo4rw==',
    'x-bce-date': '2015-04-27T08:23:49Z',
  },
};

describe('simulator: bce-auth-v1', () => {
  it('computes the documented signature', () => {
    const prefix = `bce-auth-v1/${'a'.repeat(32)}/2015-04-27T08:23:49Z/1800`;
    assert.equal(
      signatureOf('b'.repeat(32), prefix, DOCUMENTED),
      'd74a04362e6a848f5b39b15421cb449427f419c95a480fd6b8cf9fc783e2999e',
    );
  });

  it('builds the documented canonical request', () => {
    assert.equal(
      canonicalRequest(DOCUMENTED),
      [
        'PUT',
        '/v1/test/myfolder/readme.txt',
        'partNumber=9&uploadId=a44cc9bab11cbd156984767aad637851',
        'content-length:8',
        'content-md5:NFzcPqhviddjRNnSOGo4rw%3D%3D',
        'content-type:text%2Fplain',
        'host:bj.bcebos.com',
        'x-bce-date:2015-04-27T08%3A23%3A49Z',
      ].join('\n'),
    );
  });

  const headers = { host: 'a' };
  const targets: readonly [string, string, string][] = [
    // The first query is the documented one, plus a value with all characters that encoders treat differently.
    [
      'the finished pairs of a query sorted by bytes, and all encoded',
      '/v2/service?text&text1=%E6%B5%8B%E8%AF%95&text10=test&z=a%20b*(c)%27!~%2F%2B',
      'GET\n/v2/service\ntext10=test&text1=%E6%B5%8B%E8%AF%95&text=&z=a%20b%2A%28c%29%27%21~%2F%2B\nhost:a',
    ],
    ['a plus that is a plus', '/a?b=c+d', 'GET\n/a\nb=c%2Bd\nhost:a'],
    ['a value with an equals sign', '/a?b=c=d', 'GET\n/a\nb=c%3Dd\nhost:a'],
    ['no parameter called authorization', '/a?Authorization=x&b=1', 'GET\n/a\nb=1\nhost:a'],
    ['a path encoded but for its slashes', '/a%20b/%E4%BD%A0!', 'GET\n/a%20b/%E4%BD%A0%21\n\nhost:a'],
    ['a path of nothing', '', 'GET\n/\n\nhost:a'],
  ];
  for (const [what, target, expected] of targets)
    it(`spells ${what}`, () => assert.equal(canonicalRequest({ method: 'get', target, headers }), expected));

  it('writes headers in lower case, trimmed, sorted and without empty ones', () => {
    const messy = { 'X-Bce-Date': ' now ', Host: 'a', 'x-empty': ' ' };
    assert.equal(canonicalRequest({ method: 'GET', target: '/', headers: messy }), 'GET\n/\n\nhost:a\nx-bce-date:now');
  });
});
