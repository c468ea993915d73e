import assert from 'node:assert/strict';
import { appendFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { CliStage, idsOf, itemIds, request } from './cliStage.ts';

describe('ask-wenxin batch run', function () {
  this.timeout(180_000);
  let stage: CliStage;

  beforeEach(async () => {
    stage = await CliStage.start();
  });
  afterEach(() => stage.close());

  it('writes a result for each request and exits with 0 when all are done', async () => {
    stage.write(12);
    const { code, stdout, stderr } = await stage.run();
    assert.equal(code, 0, stderr);
    assert.equal(stdout, '');
    assert.deepEqual(idsOf(stage.results()), itemIds(12));
    assert.ok(stage.results().every(({ response, error }) => response !== null && error === null));
    assert.match(stderr, /^12 requests to 127\.0\.0\.1:\d+, model ernie-5\.1, 5 at a time\.\n/);
    assert.match(stderr, /Completed all 12 requests: .*results\.jsonl, ¥0\.\d+\.\n$/);
    assert.equal(stage.booked().amountNanoYuan, stage.simulator.account().amountNanoYuan);
    assert.deepEqual(stage.simulator.violations(), []);
  });

  it('sends the parameters of a line, or else those of the command', async () => {
    stage.write([
      {
        custom_id: 'own',
        body: { model: 'ernie-4.5-turbo-latest', messages: [{ role: 'user', content: 'a' }], temperature: 0.5 },
      },
      { custom_id: 'plain', body: { messages: [{ role: 'user', content: 'b' }] } },
    ]);
    await stage.run([
      '--model',
      'ernie-5.1',
      '--max-output-tokens',
      '77',
      '--temperature',
      '1.5',
      '--concurrency',
      '1',
    ]);
    const bodies = stage.simulator.requests().map(({ body }) => body as Record<string, unknown>);
    const facts = bodies.map(({ model, temperature, max_completion_tokens: most }) => [model, temperature, most]);
    assert.deepEqual(facts, [
      ['ernie-4.5-turbo-latest', 0.5, 77],
      ['ernie-5.1', 1.5, 77],
    ]);
  });

  it('exits with 1 when some requests failed, and names the causes', async () => {
    stage.write(6);
    stage.simulator.script({ instead: { kind: 'error', code: 'user_setting_unsafe' } }, 2);
    const { code, stderr } = await stage.run(['--concurrency', '1']);
    assert.equal(code, 1);
    assert.deepEqual(idsOf(stage.results()), itemIds(6));
    assert.equal(stage.results().filter(({ error }) => error !== null).length, 2);
    assert.match(stderr, /Completed 4 of 6 requests, 2 failed: .*\nFailures by cause: 2 × user_setting_unsafe\.\n$/);
  });

  it('never has more requests in flight than its concurrency allows', async () => {
    stage.write(12);
    stage.simulator.configure({ beforeHeadersMs: 30 });
    await stage.run(['--concurrency', '3']);
    const moments = stage.simulator.requests().flatMap(({ atMs, endedAtMs }) => [
      { atMs, by: 1 },
      { atMs: endedAtMs ?? 0, by: -1 },
    ]);
    let [now, most] = [0, 0];
    for (const { by } of moments.sort((one, other) => one.atMs - other.atMs || one.by - other.by)) {
      now += by;
      most = Math.max(most, now);
    }
    assert.equal(most, 3);
  });

  it('exits with 2 at its budget, and resumes when that is raised', async () => {
    stage.write(30);
    const first = await stage.run(['--budget', '0.02', '--concurrency', '2']);
    assert.equal(first.code, 2, first.stderr);
    assert.match(first.stderr, /Stopped: the remaining budget does not cover the next request\. /);
    assert.doesNotMatch(first.stderr, /The question does not fit|Details:/);
    const spent = stage.booked().amountNanoYuan;
    assert.ok(spent <= 20_000_000 && spent > 5_000_000, `${spent} nano-yuan are spent`);
    const done = stage.results().length;
    assert.ok(done > 0 && done < 30, `${done} are done`);

    const again = await stage.run();
    assert.equal(again.code, 2, 'the budget is kept');
    assert.equal(stage.results().length, done);

    const raised = await stage.run(['--budget', '5']);
    assert.equal(raised.code, 0, raised.stderr);
    assert.deepEqual(idsOf(stage.results()), itemIds(30));
    assert.equal(stage.simulator.account().billedRequests, 30);
  });

  it('sends nothing with a budget and an unknown price until the price is given', async () => {
    stage.write(2);
    const model = 'my-own-model';
    const { models } = await import('../../support/simulator/models.ts').then(module => ({ models: module.MODELS }));
    const [known] = models;
    assert.ok(known);
    stage.simulator.configure({ models: [...models, { ...known, id: model }] });
    const first = await stage.run(['--model', model, '--budget', '1']);
    assert.equal(first.code, 2);
    assert.match(first.stderr, /^The price of my-own-model is unknown/);
    assert.equal(stage.simulator.requests().length, 0);

    writeFileSync(stage.path('prices.json'), JSON.stringify({ [model]: { unit: 'perMillion', input: 4, output: 16 } }));
    const second = await stage.run(['--model', model, '--budget', '1', '--prices', 'prices.json']);
    assert.equal(second.code, 0, second.stderr);
    assert.match(second.stderr, /Completed all 2 requests: .*, ¥0\.\d+\./);
  });

  it('exits with 2 when the key is rejected, and never shows the key', async () => {
    stage.write(5);
    const key = 'bce-v3/ALTAK-revoked/ffffffffffffffffffffffffffffffffffffffff';
    const { code, stdout, stderr } = await stage.run(['--verbose'], { QIANFAN_BEARER_TOKEN: key });
    assert.equal(code, 2);
    assert.match(stderr, /Stopped: the service rejected the credentials\./);
    assert.ok(!`${stdout}${stderr}`.includes('ffffffff'));
    assert.ok(!readFileSync(stage.path('store/wenxin.1.db')).includes('ffffffff'));
    const plain = 'plain-secret-of-a-relay';
    const keys = [{ label: 'key-1', key: stage.simulator.key }];
    stage.simulator.configure({ keys: [...keys, { label: 'key-2', key: plain }] });
    // A service whose error message contains the key.
    stage.simulator.script({ instead: { kind: 'error', code: 'invalid_argument', message: `no such key ${plain}` } });
    const told = await stage.run(['--verbose', '--concurrency', '1'], { QIANFAN_BEARER_TOKEN: plain });
    assert.equal(told.code, 1, told.stderr);
    assert.ok(!`${told.stdout}${told.stderr}`.includes(plain));
    assert.ok(!readFileSync(stage.path('results.jsonl'), 'utf8').includes(plain));
    const mistake = await stage.spawn([`--${plain}`], { QIANFAN_BEARER_TOKEN: plain }).ended;
    assert.equal(mistake.stderr, 'Unknown option --***. See ask-wenxin --help.\n');
    const good = await stage.run(['--verbose', '--retry-failed']);
    assert.equal(good.code, 0);
    assert.ok(!good.stderr.includes(stage.simulator.key) && !good.stderr.includes('0123456789abcdef'));
  });

  it('exits with 2 when the account is overdue or the quota is used up', async () => {
    stage.write(4);
    stage.simulator.configure({ overdue: true });
    const overdue = await stage.run();
    assert.equal(overdue.code, 2);
    assert.match(overdue.stderr, /the Baidu AI Cloud account is overdue/);
    stage.simulator.configure({ overdue: false });
    stage.simulator.script({ instead: { kind: 'error', code: 'coding_plan_month_quota_exceeded' } }, 'always');
    const quota = await stage.run();
    assert.equal(quota.code, 2);
    assert.match(quota.stderr, /the quota is used up/);
    stage.simulator.reset();
    assert.equal((await stage.run()).code, 0);
  });

  it('accepts an AK/SK pair, and the key pair of an application for V1', async () => {
    stage.write(2);
    const { iamPair, app, url } = stage.simulator;
    const iam = {
      QIANFAN_BEARER_TOKEN: '',
      QIANFAN_ACCESS_KEY: iamPair.accessKey,
      QIANFAN_SECRET_KEY: iamPair.secretKey,
    };
    const first = await stage.run(['--iam-url', url, '--verbose'], iam);
    assert.equal(first.code, 0, first.stderr);
    assert.ok(!first.stderr.includes(iamPair.secretKey));

    const v1 = { QIANFAN_BEARER_TOKEN: '', QIANFAN_AK: app.apiKey, QIANFAN_SK: app.secretKey };
    const words = ['jobs.jsonl', '--output', 'v1.jsonl', '--store', 'store', '--model', 'ernie-4.0-8k'];
    const second = await stage.spawn(['batch', 'run', ...words, '--endpoint', url, '--oauth-url', url], v1).ended;
    assert.equal(second.code, 0, second.stderr);
    assert.deepEqual(idsOf(stage.results('v1.jsonl')), itemIds(2));
    const wrong = await stage.run(['--api', 'v2'], v1);
    assert.equal(wrong.code, 2);
    assert.match(wrong.stderr, /can be used with --api v1 only/);
  });

  it('lists the first twenty invalid lines by number, and sends nothing', async () => {
    stage.write(1);
    appendFileSync(
      stage.path('jobs.jsonl'),
      `\n{"custom_id": "item-1", "body": {"messages": [{"role": "user", "content": "again"}]}}\r\n`,
    );
    for (let line = 4; line <= 30; line++) appendFileSync(stage.path('jobs.jsonl'), '{"custom_id": 7}\n');
    const { code, stderr } = await stage.run();
    assert.equal(code, 2);
    const lines = stderr.trimEnd().split('\n');
    assert.equal(lines.length, 22);
    assert.equal(lines[0], 'Line 3: custom_id "item-1" is already used on line 1');
    assert.match(lines[1] ?? '', /^Line 4: custom_id must be of type string/);
    assert.equal(lines[20], 'and 8 more invalid lines');
    assert.equal(lines[21], '28 of 29 lines are invalid; nothing was sent.');
    assert.equal(stage.simulator.requests().length, 0);
  });

  it('reads standard input with a byte order mark, CRLF and empty lines', async () => {
    const lines = [1, 2, 3].map(number => JSON.stringify(request(number)));
    const text = `\uFEFF${lines.join('\r\n\r\n')}`;
    const words = [
      'batch',
      'run',
      '-',
      '--output',
      'results.jsonl',
      '--store',
      'store',
      '--endpoint',
      stage.simulator.baseUrl,
    ];
    const first = await stage.spawn(words, {}, text).ended;
    assert.equal(first.code, 0, first.stderr);
    assert.deepEqual(idsOf(stage.results()), itemIds(3));
    const again = await stage.spawn(words, {}, text).ended;
    assert.equal(again.code, 0, again.stderr);
    assert.equal(stage.simulator.requests().length, 3, 'it is known by its results');
  });

  it('leaves the results of another job untouched', async () => {
    stage.write(2);
    await stage.run();
    const before = readFileSync(stage.path('results.jsonl'), 'utf8');
    rmSync(stage.path('store'), { recursive: true });
    const { code, stderr } = await stage.run();
    assert.equal(code, 2);
    assert.match(stderr, /exists and does not belong to this job/);
    assert.equal(readFileSync(stage.path('results.jsonl'), 'utf8'), before);
    assert.equal(stage.simulator.requests().length, 2);
  });

  it('estimates the cost in a dry run, and sends nothing', async () => {
    stage.write(40);
    const { code, stdout, stderr } = await stage.run(['--dry-run', '--budget', '1'], { QIANFAN_BEARER_TOKEN: '' });
    assert.equal(code, 0, stderr);
    assert.equal(stderr, '');
    assert.match(
      stdout,
      /^40 requests, about \d+ input tokens, ¥0\.\d+–0\.\d+, about 1 min\. Nothing was sent\.\nThe maximum cost is ¥0\.\d+; the budget is ¥1\.00\.\n$/,
    );
    assert.equal(stage.simulator.requests().length, 0);
  });

  it('writes Chinese when the locale is Chinese', async () => {
    stage.write(3);
    const { code, stderr } = await stage.run([], { LANG: 'zh_CN.UTF-8' });
    assert.equal(code, 0);
    assert.match(stderr, /^共 3 条请求，发送到 127\.0\.0\.1:\d+，模型 ernie-5\.1，并发 5。\n/);
    assert.match(stderr, /全部 3 条已完成：.*results\.jsonl，¥0\.\d+。\n$/);
    const none = await stage.run([], { QIANFAN_BEARER_TOKEN: '', LC_ALL: 'zh_CN.UTF-8' });
    assert.match(none.stderr, /^没有密钥：/);
  });

  it('writes no control characters to a log', async () => {
    stage.write(10);
    stage.simulator.script(
      { instead: { kind: 'error', code: 'user_setting_unsafe', message: '\u001b[31mred\u0007' } },
      3,
    );
    const { stderr } = await stage.run(['--verbose']);
    assert.doesNotMatch(stderr.replaceAll('\n', ''), /[\u0000-\u001f\u007f-\u009f]/);
  });

  it('exits with 2 and one sentence when the arguments are invalid', async () => {
    const wrong: readonly (readonly [words: readonly string[], sentence: RegExp])[] = [
      [[], /^No command given\./],
      [
        ['batch', 'run', 'a.jsonl', '--output', 'b', '--modle', 'x'],
        /^Unknown option --modle\. See ask-wenxin --help\.$/,
      ],
      [['batch', 'run', 'a.jsonl', '--output', 'b', '--store', 's'], /^a\.jsonl does not exist\.$/],
      [['batch', 'run', '.', '--output', 'b', '--store', 's'], /^\. cannot be read \(EISDIR\)\.$/],
      [['batch', 'run', 'a.jsonl', '--output', 'no/b', '--store', 's'], /^a\.jsonl does not exist\.$/],
    ];
    for (const [words, sentence] of wrong) {
      const { code, stdout, stderr } = await stage.spawn(words).ended;
      assert.equal(code, 2, words.join(' '));
      assert.equal(stdout, '');
      assert.match(stderr.trimEnd(), sentence);
      assert.equal(stderr.trimEnd().split('\n').length, 1);
    }
  });

  it('prints its help and version to standard output', async () => {
    const help = await stage.spawn(['--help']).ended;
    assert.equal(help.code, 0);
    assert.match(help.stdout, /^Usage: ask-wenxin batch run/);
    const version = await stage.spawn(['--version']).ended;
    assert.match(version.stdout, /^\d+\.\d+\.\d+\n$/);
  });
});
