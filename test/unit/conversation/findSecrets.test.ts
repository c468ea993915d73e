import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { findSecrets } from '../../../src/core/conversation/secrets/findSecrets.ts';
import type { SecretKind } from '../../../src/core/conversation/secrets/secret.ts';
import { REPOSITORY_FOLDER } from '../../support/folders.ts';
import { madeUp, madeUpPem } from '../../support/madeUpSecret.ts';

/** Returns the secrets that were found as pairs of kind and text. */
function found(text: string): [SecretKind, string][] {
  return findSecrets(text).map(({ kind, start, end }) => [kind, text.slice(start, end)]);
}

const TOKENS: readonly (readonly [kind: SecretKind, token: string])[] = [
  ['baiduKey', `bce-v3/ALTAK-${madeUp('letters', 21)}/${madeUp('hex', 40)}`],
  ['baiduKey', `bce-v3%2FALTAKSP-${madeUp('letters', 21)}%2F${madeUp('hex', 40)}`],
  ['baiduKey', `ALTAK${madeUp('letters', 21)}`],
  ['awsKey', `AKIA${madeUp('upper', 16)}`],
  ['awsKey', `ASIA${madeUp('upper', 16)}`],
  ['aliyunKey', `LTAI5t${madeUp('letters', 18)}`],
  ['tencentKey', `AKID${madeUp('letters', 32)}`],
  ['githubToken', `ghp_${madeUp('letters', 36)}`],
  ['githubToken', `gho_${madeUp('letters', 36)}`],
  ['githubToken', `ghs_${madeUp('letters', 36)}`],
  ['githubToken', `github_pat_${madeUp('letters', 22)}_${madeUp('letters', 59)}`],
  ['gitlabToken', `glpat-${madeUp('letters', 20)}`],
  ['slackToken', `xoxb-${'2'.repeat(3)}1934857-${madeUp('letters', 24)}`],
  ['googleKey', `AIza${madeUp('letters', 35)}`],
  ['stripeKey', `sk_live_${madeUp('letters', 24)}`],
  ['npmToken', `npm_${madeUp('letters', 36)}`],
  ['apiKey', `sk-${madeUp('hex', 32)}`],
  ['apiKey', `sk-proj-${madeUp('letters', 74)}`],
  ['apiKey', `sk-ant-api03-${madeUp('letters', 93)}`],
  ['jsonWebToken', `eyJ${madeUp('letters', 33)}.eyJ${madeUp('letters', 60)}.${madeUp('letters', 43)}`],
];

describe('Finding secrets', () => {
  for (const [kind, token] of TOKENS) {
    it(`finds ${kind} by its form alone: ${token.slice(0, 12)}…`, () => {
      assert.deepEqual(found(token), [[kind, token]]);
      assert.deepEqual(found(`call("${token}"); // 密钥`), [[kind, token]]);
      assert.deepEqual(found(`URL?key=${token}&x=1\n`), [[kind, token]]);
    });
  }

  for (const [id, length, alphabet] of [
    [`ALTAK${madeUp('letters', 21)}`, 32, 'hex'],
    [`AKIA${madeUp('upper', 16)}`, 40, 'base64'],
    [`LTAI5t${madeUp('letters', 18)}`, 30, 'letters'],
    [`AKID${madeUp('letters', 32)}`, 32, 'letters'],
  ] as const) {
    it(`finds the other half of ${id.slice(0, 4)}… beside it, whatever its name is`, () => {
      const half = madeUp(alphabet, length, 'half');
      assert.deepEqual(
        found(`new Client("${id}",\n  "${half}")`).map(([, text]) => text),
        [id, half],
      );
      assert.deepEqual(found(`new Client("${half}")`), []);
    });
  }

  describe('private keys', () => {
    for (const label of ['', 'RSA ', 'EC ', 'OPENSSH ', 'ENCRYPTED ']) {
      it(`are found with their boundaries: ${label}PRIVATE KEY`, () => {
        const pem = madeUpPem(label);
        assert.deepEqual(found(`a\n${pem}\nb`), [['privateKey', pem]]);
        assert.deepEqual(found(`a\r\n${pem.replaceAll('\n', '\r\n')}\r\nb`)[0]?.[1], pem.replaceAll('\n', '\r\n'));
      });
    }

    it('are found within the string of a JSON file', () => {
      const pem = madeUpPem('').replaceAll('\n', '\\n');
      assert.deepEqual(found(`{ "private_key": "${pem}\\n", "x": 1 }`), [['privateKey', pem]]);
    });

    it('are found up to their last line when only their beginning was selected', () => {
      const half = madeUpPem().split('\n').slice(0, 5).join('\n');
      assert.deepEqual(found(half), [['privateKey', half]]);
      assert.deepEqual(found(`${half}\n\nfunction next() {}`), [['privateKey', half]]);
      const oneLine = half.replaceAll('\n', '\\n');
      assert.deepEqual(found(`key = "${oneLine}`), [['privateKey', oneLine]]);
    });

    it('are found one by one when there are two', () => {
      assert.equal(found(`${madeUpPem()}\n${madeUpPem('EC ')}`).length, 2);
    });

    it('are not found in code that only names the boundaries, nor in public keys', () => {
      assert.deepEqual(found("if (text.startsWith('-----BEGIN PRIVATE KEY-----')) return parse(text);"), []);
      assert.deepEqual(found('-----BEGIN RSA PRIVATE KEY-----\n...\n-----END RSA PRIVATE KEY-----'), []);
      assert.deepEqual(found(madeUpPem().replaceAll('PRIVATE', 'PUBLIC')), []);
      assert.deepEqual(found(madeUpPem().replaceAll('RSA PRIVATE KEY', 'CERTIFICATE')), []);
    });
  });

  describe('after a name that suggests a secret', () => {
    const key = madeUp('letters', 24);
    for (const [text, secret] of [
      ['const password = "hunter22";', 'hunter22'],
      ["  'db.passwd': 'S3cure!',", 'S3cure!'],
      ['DB_PASSWORD=hunter22', 'hunter22'],
      ['export PGPASSWORD=p@ss!w0rd # local', 'p@ss!w0rd'],
      ['spring.datasource.password=root123456', 'root123456'],
      ['  password: 123456', '123456'],
      ['"Server=db;User Id=sa;Password=Str0ngOne!;"', 'Str0ngOne!'],
      ['jdbc:mysql://db/shop?user=shop&password=Shop2024&ssl=true', 'Shop2024'],
      ['public string Password { get; } \nvar pwd: string = `qw3rtz!`', 'qw3rtz!'],
      ["'password' => 'geheim99',", 'geheim99'],
      ['if (password == "letme1n!") open();', 'letme1n!'],
      [`api_key: "${key}"`, key],
      [`ACCESS_KEY=${key}`, key],
      [`accessKeySecret := "${key}"`.replace('Secret', ''), key],
      [`const token = '${key}';`, key],
      [`client_secret = "${key}"`, key],
      ['我的密码是hunter22，为什么登录失败？', 'hunter22'],
      ['口令："Geheim#1"', 'Geheim#1'],
      [`密钥=${key}`, key],
    ] as const) {
      it(`finds ${text}`, () => assert.deepEqual(found(text), [['password', secret]]));
    }

    for (const text of [
      'password = "xxxxxxxx"',
      'password = "your-password"',
      'password: "<password>"',
      'PASSWORD=${DB_PASSWORD}',
      'PASSWORD=$DB_PASSWORD_1',
      'password: {{ vault_password1 }}',
      'const token = process.env.API_TOKEN;',
      'apiKey: process.env["KEY_1"]',
      'token = os.environ["TOKEN1"]',
      'password = "changeme"',
      'password=change_me_123',
      'password = ""',
      'token: "000000000000"',
      'secret = "example-secret-123"',
      'password = hash(password1)',
      'password: string;',
      'secret: Uint8Array',
      'password: sha256',
      'const token = nextToken2;',
      'secretKey: config.secrets.key1',
      'password: "Password"',
      'label.password = "请输入密码"',
      'password: "Enter your password (8 characters)"',
      'password = /run/secrets/db_password1',
      '"@scope/rule-password": "^10.2.2"',
      'const SUBMIT_PASSWORD = 100004;',
      'private static final String PASSWORD = "password";',
      "token: 'T_STRING2'",
      'tokenUrl: "https://localhost/oauth2/token1"',
      'max_token=4096',
      '密码是必填项，长度 8 到 20 位',
    ]) {
      it(`leaves alone ${text}`, () => assert.deepEqual(found(text), []));
    }
  });

  describe('in addresses and headers', () => {
    it('finds only the password of a URL', () => {
      assert.deepEqual(found('redis://:s3cr3tPw@cache:6379/0'), [['urlPassword', 's3cr3tPw']]);
      assert.deepEqual(found('mongodb+srv://shop:Tr0ub4dor&3@db/shop'), [['urlPassword', 'Tr0ub4dor&3']]);
    });

    it('ignores URLs without a password or with a placeholder', () => {
      for (const text of [
        'https://localhost:8080/a@b',
        'postgres://user:password@localhost/db',
        'postgres://postgres:postgres@localhost/db',
        'mysql://root:${PASSWORD}@db',
        'ssh://git@host:22/a',
        'https://user:<token>@host',
      ]) {
        assert.deepEqual(found(text), [], text);
      }
    });

    it('finds bearer tokens and basic credentials, but not the words alone', () => {
      const token = madeUp('letters', 32);
      assert.deepEqual(found(`-H "Authorization: Bearer ${token}"`), [['authorization', token]]);
      assert.deepEqual(found(`Authorization: Basic ${madeUp('letters', 22)}==`)[0]?.[0], 'authorization');
      for (const text of [
        '`Bearer ${token}`',
        'Bearer authentication-required',
        'basic JavaScriptRuntime2',
        'Bearer <token>',
      ]) {
        assert.deepEqual(found(text), [], text);
      }
    });
  });

  it('ignores placeholders from documentation', () => {
    for (const text of [
      'AKIAIOSFODNN7EXAMPLE',
      `ghp_${'x'.repeat(36)}`,
      'sk-your-api-key-goes-here-please-1-2-3',
      `sk-${'1234567890abcdef'.repeat(2)}`,
      '.sk-circle-fade-dot-animation-long-name',
      `AIza${'a'.repeat(35)}`,
    ]) {
      assert.deepEqual(found(text), [], text);
    }
  });

  describe('in ordinary code', () => {
    const nothing: Readonly<Record<string, string>> = {
      'git hashes': `commit ${madeUp('hex', 40)}\nMerge: ${madeUp('hex', 7)} ${madeUp('hex', 8)}`,
      UUIDs: 'id = "6f1c2a9e-8d34-4b7f-9a10-3c5d7e9f1b2a"',
      'integrity hashes': `"integrity": "sha512-${madeUp('base64', 86)}=="`,
      'images in base64': `url(data:image/png;base64,${madeUp('base64', 4_000)})`,
      'minified code': 'function a(b,c){return b.token===c?d(b):e.password(c,1)}var f={token:g,secret:h1,password:i2};',
      'text for people': 'The token expired. Enter a new password, or ask for a secret key (see section 3.2).',
      'a table of tokens': 'const TOKENS = { token: 1, secret: 2 }; token.kind = SyntaxKind.Identifier; // token: 12',
    };
    for (const [what, text] of Object.entries(nothing)) {
      it(`finds nothing in ${what}`, () => assert.deepEqual(found(text), []));
    }

    it('finds nothing in the files of this project', () => {
      const files = globSync(['src/**/*.{ts,tsx,json,css}', 'test/fixtures/**/*.*', 'scripts/*', '*.{json,md,mjs}'], {
        cwd: REPOSITORY_FOLDER,
      });
      assert.ok(files.length > 100);
      const all = files.flatMap(file =>
        found(readFileSync(path.join(REPOSITORY_FOLDER, file), 'utf8')).map(
          ([kind, text]) => `${file}: ${kind} ${text}`,
        ),
      );
      assert.deepEqual(all, []);
    });
  });

  it('returns secrets in order, without overlaps, each with the most specific kind', () => {
    const token = `ghp_${madeUp('letters', 36)}`;
    const text = `token = "${token}"; password = "hunter22";\nAuthorization: Bearer ${token}`;
    assert.deepEqual(found(text), [
      ['githubToken', token],
      ['password', 'hunter22'],
      ['githubToken', token],
    ]);
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...TOKENS.map(each => each[1]), ' ', 'password=', '"', '\n', 'x1', ':')),
        parts => {
          let end = 0;
          for (const secret of findSecrets(parts.join(''))) {
            assert.ok(secret.start >= end && secret.end > secret.start);
            end = secret.end;
          }
        },
      ),
    );
  });

  describe('in hostile text that would make a careless pattern run forever', () => {
    const million = 1_000_000;
    const repeated = (piece: string): string => piece.repeat(Math.ceil(million / piece.length));
    for (const piece of [
      'a',
      '1a',
      'eyJ',
      `eyJ${'a'.repeat(20)}.`,
      'sk-',
      'glpat-',
      'ghp_',
      'AKIA',
      `AKIA${madeUp('upper', 16)} `,
      'a://b:',
      'a://',
      'Bearer ',
      'Bearer a1',
      'password=',
      'password="',
      'password:string=',
      'secret\\"',
      'token=a1(',
      '密码是',
      '-----BEGIN PRIVATE KEY-----',
      '-----BEGIN PRIVATE KEY-----\\n',
      '-----END PRIVATE KEY-----',
      '-----BEGIN ',
      'A '.repeat(10),
      '\n',
      '"',
    ]) {
      it(`comes back from a million characters of ${JSON.stringify(piece.slice(0, 30))}`, () => {
        assert.ok(Array.isArray(findSecrets(repeated(piece))));
        assert.ok(Array.isArray(findSecrets(`-----BEGIN PRIVATE KEY-----${repeated(piece)}!`)));
      });
    }
  });
});
