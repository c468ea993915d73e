import assert from 'node:assert/strict';
import { isOfTheCommand, teamFaultOf, type TeamFault } from '../../../../src/core/cache/team/teamFault.ts';

const faultOf = (code: string): TeamFault => teamFaultOf(Object.assign(new Error('text'), { code }));

describe('The fault of a team server', () => {
  it('is derived from the code of the error', () => {
    const faults: readonly (readonly [string, TeamFault])[] = [
      ['ECONNREFUSED', 'unreachable'],
      ['ENOTFOUND', 'unreachable'],
      ['ETIMEDOUT', 'unreachable'],
      ['DEPTH_ZERO_SELF_SIGNED_CERT', 'tls'],
      ['ERR_TLS_CERT_ALTNAME_INVALID', 'tls'],
      ['CERT_HAS_EXPIRED', 'tls'],
      ['NOT_CONNECTED', 'disconnected'],
      ['CONNECTION_CLOSED', 'disconnected'],
      ['COMMAND_TIMEOUT', 'slow'],
      ['NO_REDIS', 'not-redis'],
      ['REPLY_NOAUTH', 'login'],
      ['REPLY_WRONGPASS', 'login'],
      ['REPLY_LOADING', 'not-ready'],
      ['REPLY_NOPERM', 'forbidden'],
      ['REPLY_OOM', 'full'],
      ['REPLY_READONLY', 'read-only'],
      ['REPLY_WRONGTYPE', 'wrong-type'],
      ['REPLY_MOVED', 'unfit'],
      ['REPLY_ERR', 'unfit'],
      ['constructor', 'unreachable'],
    ];
    for (const [code, fault] of faults) assert.equal(faultOf(code), fault, code);
    for (const error of [new Error('text'), 'text', undefined]) assert.equal(teamFaultOf(error), 'unreachable');
  });

  it('concerns only the command when others may succeed', () => {
    const codes = ['REPLY_WRONGTYPE', 'REPLY_OOM', 'REPLY_NOPERM', 'REPLY_READONLY', 'REPLY_ERR'];
    for (const code of codes) assert.ok(isOfTheCommand(faultOf(code)), code);
    const others = [
      'ECONNREFUSED',
      'COMMAND_TIMEOUT',
      'REPLY_LOADING',
      'REPLY_NOAUTH',
      'CONNECTION_CLOSED',
      'NO_REDIS',
    ];
    for (const code of others) assert.ok(!isOfTheCommand(faultOf(code)), code);
  });
});
