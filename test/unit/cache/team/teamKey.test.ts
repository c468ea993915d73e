import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { inspect } from 'node:util';
import { TeamKey } from '../../../../src/core/cache/team/teamKey.ts';

const parsed = (text: string): TeamKey => {
  const key = TeamKey.parse(text);
  assert.ok(key instanceof TeamKey);
  return key;
};
const hex = (key: TeamKey['valueKey']): string => key.export().toString('hex');

describe('A team key', () => {
  it('is parsed from its own text, with the same derived keys', () => {
    const key = TeamKey.create();
    assert.match(key.toText(), /^wenxin-team-1\.[\w-]{43}\.[\w-]{6}$/);
    const read = parsed(key.toText());
    assert.equal(read.toText(), key.toText());
    assert.deepEqual([hex(read.valueKey), hex(read.nameKey)], [hex(key.valueKey), hex(key.nameKey)]);
  });

  it('differs for each team, and has two different derived keys', () => {
    const [one, two] = [TeamKey.create(), TeamKey.create()];
    assert.equal(new Set([one, two].flatMap(key => [hex(key.valueKey), hex(key.nameKey)])).size, 4);
  });

  // Computed with `openssl dgst -sha256` and `openssl kdf HKDF`. A newer extension must read the keys of an older one.
  it('does not change from version to version', () => {
    const secret = Uint8Array.from({ length: 32 }, (_, index) => index);
    const key = parsed(`wenxin-team-1.${Buffer.from(secret).toString('base64url')}.71AfkQ`);
    assert.equal(hex(key.valueKey), '432b1bc3ca4ec87075140f2af7f3257f892c6b2ac7b8b852cdb2635572b66cf2');
    assert.equal(hex(key.nameKey), '6b845265a79b8b96bc29ce28ec287967951524388f2e0d4a7a713a7bbe1b5008');
  });

  it('may contain line breaks, as mail programs insert', () => {
    const text = TeamKey.create().toText();
    assert.equal(parsed(` ${text.slice(0, 20)}\r\n${text.slice(20)}\n`).toText(), text);
  });

  it('is reported as incomplete when its end is missing', () => {
    const text = TeamKey.create().toText();
    for (let length = 'wenxin-team-1'.length; length < text.length; length++) {
      assert.equal(TeamKey.parse(text.slice(0, length)), 'incomplete', text.slice(0, length));
    }
  });

  it('is reported as mistyped when any character is changed', () => {
    const text = TeamKey.create().toText();
    const start = 'wenxin-team-1.'.length;
    for (let at = start; at < text.length; at++) {
      if (text[at] === '.') continue;
      const other = text[at] === 'A' ? 'B' : 'A';
      assert.equal(TeamKey.parse(text.slice(0, at) + other + text.slice(at + 1)), 'mistyped', String(at));
    }
    assert.equal(TeamKey.parse(`${text}A`), 'mistyped');
  });

  it('is reported as mistyped when its length is wrong despite a valid checksum', () => {
    for (const length of [31, 33]) {
      const text = `wenxin-team-1.${Buffer.alloc(length, 7).toString('base64url')}`;
      const check = createHash('sha256').update(text).digest().subarray(0, 4).toString('base64url');
      assert.equal(TeamKey.parse(`${text}.${check}`), 'mistyped', String(length));
    }
  });

  it('is distinguished from keys of later versions and from other texts', () => {
    assert.equal(TeamKey.parse(TeamKey.create().toText().replace('-1.', '-2.')), 'newer');
    const others = [
      '',
      'team',
      'wenxin-team-',
      'wenxin-team-0.AAAA.AAAA',
      'bce-v3/ALTAK-x',
      'wenxin-team-1.AA$A.AAAAAA',
    ];
    for (const text of others) assert.equal(TeamKey.parse(text), 'not-a-team-key', text);
  });

  it('does not reveal its secrets when it is printed', () => {
    const key = TeamKey.create();
    const printed = inspect(key, { depth: 10, showHidden: true });
    for (const secret of [key.toText().slice(14, 30), hex(key.valueKey)]) assert.ok(!printed.includes(secret));
    assert.ok(!JSON.stringify(key).includes(key.toText().slice(14, 30)));
  });
});
