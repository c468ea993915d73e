import assert from 'node:assert/strict';
import { TeamKey } from '../../../../src/core/cache/team/teamKey.ts';
import { VirtualClock } from '../../../support/virtualClock.ts';
import { exampleAnswer } from '../keptExample.ts';
import { answerOf, HOUR_MS, keyOf, take, TeamOnRedis } from './teamOnRedis.ts';

describe('A team cache on a real Redis', function () {
  this.timeout(180_000);
  let team: TeamOnRedis;

  before(async function () {
    // Redis may have to be installed.
    this.timeout(600_000);
    team = await TeamOnRedis.start();
  });
  afterEach(() => team.reset());
  after(() => team.stop());

  it('shares an answer of one computer with another', async () => {
    const answer = answerOf('shared');
    await team.keep(team.computer(), 'question', answer);
    assert.deepEqual(await team.computer().answers.get(keyOf('question')), answer);
  });

  it('hides its answers from a computer with another key', async () => {
    await team.keep(team.computer(), 'question');
    const stranger = team.computer({ key: TeamKey.create() });
    assert.equal(await stranger.answers.get(keyOf('question')), undefined);
    assert.equal(await stranger.count(), 0);
    assert.equal(await stranger.clear(), 0);
    assert.equal(await team.computer().count(), 1);
  });

  it('reveals nothing about questions and answers to the server', async () => {
    const monitor = await team.server.monitor();
    const [one, two] = [team.computer(), team.computer()];
    const answer = exampleAnswer({
      content: [
        { type: 'reasoning', text: 'canary-reasoning' },
        { type: 'text', text: 'canary-answer' },
        { type: 'citations', citations: [{ index: 1, url: 'https://canary.example/', title: 'canary-title' }] },
      ],
      answeredAtMs: Date.now(),
    });
    const name = await team.keep(one, 'canary-question', answer);
    await two.answers.get(keyOf('canary-question'));
    const lead = await take(one, 'canary-question');
    assert.ok(lead?.type === 'lead');
    const waiting = take(two, 'canary-question');
    await two.answers.get(keyOf('canary-question'));
    lead.end({ type: 'answer', answer });
    assert.deepEqual(await waiting, { type: 'answer', answer });
    await two.count();
    const heard = (await monitor.end()) + (await team.server.command('GET', name));
    // The monitor recorded all of it.
    for (const command of ['"set"', '"getrange"', '"eval"', '"scan"', ':landing:', name]) {
      assert.ok(heard.includes(command), command);
    }
    const secrets = ['canary', 'answeredAtMs', '"text"', keyOf('canary-question'), team.key.toText().slice(14, 40)];
    const forms = secrets.flatMap(text => [
      text,
      ...(['base64', 'hex'] as const).map(form => Buffer.from(text).toString(form)),
    ]);
    for (const form of forms) assert.ok(!heard.includes(form), form);
  });

  it('keeps an answer for its lifetime', async () => {
    const name = await team.keep(team.computer(), 'question');
    const lifeMs = Number(await team.server.command('PTTL', name));
    assert.ok(lifeMs > HOUR_MS / 2 && lifeMs <= HOUR_MS, String(lifeMs));
    await team.server.command('PEXPIRE', name, '1');
    while ((await team.server.command('EXISTS', name)) === '1');
    assert.equal(await team.computer().answers.get(keyOf('question')), undefined);
  });

  it('treats garbage, another type and another question’s answer as a miss, and replaces them', async () => {
    const cache = team.computer();
    const name = await team.keep(cache, 'question');
    const other = await team.keep(cache, 'other');
    const wrongs = [
      ['SET', name, 'garbage'],
      ['COPY', other, name, 'REPLACE'],
      ['SETRANGE', name, '0', '\x02'],
    ];
    for (const words of wrongs) {
      await team.server.command(...words);
      assert.equal(await cache.answers.get(keyOf('question')), undefined, words.join(' '));
    }
    await team.server.command('DEL', name);
    await team.server.command('LPUSH', name, 'x');
    assert.equal(await cache.answers.get(keyOf('question')), undefined);
    assert.equal(await team.server.command('TYPE', name), 'list');
    assert.deepEqual(team.told, []);
    const answer = answerOf('again');
    cache.answers.put(keyOf('question'), answer, HOUR_MS);
    assert.deepEqual(await cache.answers.get(keyOf('question')), answer);
  });

  it('leaves nothing behind after a check', async () => {
    await team.computer().check();
    for (const name of await team.names()) {
      // -1 means no expiry, -2 that the key no longer exists.
      const lifeMs = Number(await team.server.command('PTTL', name));
      assert.ok(lifeMs !== -1 && lifeMs <= 1_000, String(lifeMs));
    }
  });

  it('counts and clears only the answers of the team', async () => {
    const cache = team.computer();
    for (const question of ['one', 'two', 'three']) await team.keep(cache, question);
    await team.keep(team.computer({ key: TeamKey.create() }), 'one');
    await team.server.command('SET', 'somebody', 'else');
    const lead = await take(cache, 'one');
    assert.equal(await cache.count(), 3);
    assert.equal(await cache.clear(), 3);
    assert.equal(await cache.count(), 0);
    assert.equal(await team.computer().answers.get(keyOf('one')), undefined);
    assert.equal(await team.server.command('DBSIZE'), '3');
    assert.ok(lead?.type === 'lead');
    lead.end();
  });

  it('has one lead at a time, whose answer all waiting callers get', async () => {
    const computers = [team.computer(), team.computer(), team.computer()];
    for (const each of computers) assert.equal(await each.check(), 'ok');
    let leading = 0;
    let asked = 0;
    const answer = answerOf('the one');
    const askers = computers.flatMap(each =>
      Array.from({ length: 5 }, async () => {
        const got = await take(each, 'question');
        assert.ok(got);
        if (got.type !== 'lead') return got;
        assert.equal(++leading, 1);
        asked++;
        await new Promise(resolve => setTimeout(resolve, 100));
        leading--;
        got.end({ type: 'answer', answer });
        return { type: 'answer', answer };
      }),
    );
    for (const got of await Promise.all(askers)) assert.deepEqual(got, { type: 'answer', answer });
    assert.equal(asked, 1);
  });

  it('passes the lead on when its owner has died', async () => {
    // With a frozen clock it does not renew its lease.
    const dead = team.computer({ clock: new VirtualClock() });
    assert.equal((await take(dead, 'question'))?.type, 'lead');
    const cache = team.computer();
    const next = take(cache, 'question');
    const [lease = ''] = await team.names('*:f:*');
    const lifeMs = Number(await team.server.command('PTTL', lease));
    assert.ok(lifeMs > 0 && lifeMs <= 5_000, String(lifeMs));
    await team.server.command('PEXPIRE', lease, '300');
    const lead = await next;
    assert.ok(lead?.type === 'lead');
    lead.end();
  });

  it('releases its leads when it is closed', async () => {
    const cache = team.computer();
    assert.equal((await take(cache, 'question'))?.type, 'lead');
    const [lease = ''] = await team.names();
    await team.server.command('PEXPIRE', lease, '600000');
    cache.close();
    while ((await team.server.command('EXISTS', lease)) === '1');
  });
});
