import assert from 'node:assert/strict';
import { parseTeamAddress, type TeamAddressComplaint } from '../../../../src/core/cache/team/teamAddress.ts';

describe('The address of a team server', () => {
  it('has the parts of a Redis URL', () => {
    const text = ' rediss://me%40home:p%3Aw@redis.company.example:7000/2 ';
    assert.deepEqual(parseTeamAddress(text), {
      name: 'rediss://redis.company.example:7000',
      host: 'redis.company.example',
      port: 7000,
      isTls: true,
      user: 'me@home',
      password: 'p:w',
      database: 2,
    });
  });

  it('needs no more than a host', () => {
    const name = 'rediss://redis.company.example';
    const least = { host: 'redis.company.example', port: 6379, isTls: true, database: 0 };
    for (const text of [name, `${name}/`, `${name}:6379`]) {
      const address = parseTeamAddress(text);
      assert.ok(typeof address === 'object');
      const { name: shown, ...rest } = address;
      assert.deepEqual(rest, least);
      assert.ok(shown.startsWith(name));
    }
  });

  it('may only be without TLS on the local host', () => {
    const own = ['localhost', 'LOCALHOST', '127.0.0.1', '127.8.9.10', '[::1]'];
    for (const host of own) assert.equal(typeof parseTeamAddress(`redis://${host}:1`), 'object', host);
    const others = [
      'redis.company.example',
      '127.0.0.1.company.example',
      'localhost.company.example',
      'localhost.',
      '127.0.0.256',
      '127.1',
      '0.0.0.0',
      '128.0.0.1',
      '[::2]',
      '[::ffff:1.2.3.4]',
    ];
    for (const host of others) {
      assert.equal(parseTeamAddress(`redis://${host}:1`), 'insecure', host);
      assert.equal(typeof parseTeamAddress(`rediss://${host}:1`), 'object', host);
    }
    assert.equal(parseTeamAddress('redis://127.0.0.1@company.example'), 'insecure');
  });

  it('has an IPv6 host without brackets', () => {
    const address = parseTeamAddress('redis://[::1]:1');
    assert.equal(typeof address === 'object' && address.host, '::1');
  });

  it('is rejected with a reason', () => {
    const wrong: readonly (readonly [string, TeamAddressComplaint])[] = [
      ['', 'not-an-address'],
      ['redis.company.example:6379/x y', 'not-redis'],
      ['company', 'not-an-address'],
      ['rediss://', 'not-an-address'],
      ['rediss:///2', 'not-an-address'],
      ['rediss:company', 'not-an-address'],
      ['rediss://host:port', 'not-an-address'],
      ['rediss://host:70000', 'not-an-address'],
      ['rediss://u:100%@host', 'not-an-address'],
      ['https://company.example', 'not-redis'],
      ['redis+sentinel://company.example', 'not-redis'],
      ['rediss://host/name', 'wrong-database'],
      ['rediss://host/1/2', 'wrong-database'],
      ['rediss://host/-1', 'wrong-database'],
      ['rediss://host/1?tls=no', 'wrong-database'],
      ['rediss://host#1', 'wrong-database'],
    ];
    for (const [text, complaint] of wrong) assert.equal(parseTeamAddress(text), complaint, text);
  });

  it('is shown without user and password', () => {
    const address = parseTeamAddress('rediss://user:canary@host:1/2');
    assert.equal(typeof address === 'object' && address.name, 'rediss://host:1');
  });
});
