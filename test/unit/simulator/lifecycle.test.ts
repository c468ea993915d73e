import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { type Simulator, startSimulator } from '../../support/simulator/simulator.ts';
import { ask, askJson, chunksOf } from './asking.ts';

describe('simulator: life cycle', () => {
  let simulator: Simulator;
  beforeEach(async () => (simulator = await startSimulator()));
  afterEach(() => simulator.close());

  const stalls = [
    { stall: 'beforeHeaders' },
    { stall: 'beforeBody' },
    { chunkMs: 1e8 },
    { beforeHeadersMs: 1e8 },
    { buffered: true, chunkMs: 1e8 },
  ] as const;
  for (const delivery of stalls)
    it(`ends ${JSON.stringify(delivery)} at once when it closes`, async () => {
      simulator.script({ delivery });
      const asked = ask(simulator, { stream: true }).then(chunksOf);
      asked.catch(() => undefined);
      await simulator.when(records => records.length === 1);
      await simulator.close();
      const outcome = await asked.catch(() => ({ broken: true }));
      assert.equal(outcome.broken, true);
      assert.equal(simulator.requests()[0]?.outcome, 'closedBySimulator');
    });

  it('uses the first of several keys as its own', async () => {
    const other = await startSimulator({
      keys: [
        { label: 'a', key: 'k-a' },
        { label: 'b', key: 'k-b' },
      ],
    });
    assert.equal(other.key, 'k-a');
    assert.equal((await ask(other)).status, 200);
    await other.close();
  });

  it('closes with an idle connection open, and can be closed twice', async () => {
    await askJson(simulator);
    await simulator.close();
    await simulator.close();
    await assert.rejects(ask(simulator));
  });

  it('applies a script to one, several or all requests, with limited scripts first', async () => {
    simulator.script({ answer: { text: 'standing' } }, 'always');
    simulator.script({ answer: { text: 'twice' } }, 2);
    simulator.script({ answer: { text: 'once' } });
    const heard = [];
    for (let turn = 0; turn < 5; turn++)
      heard.push(/"content":"(\w+)"/.exec(JSON.stringify(await askJson(simulator)))?.[1]);
    assert.deepEqual(heard, ['twice', 'twice', 'once', 'standing', 'standing']);
  });

  it('forgets everything on reset, and closes open connections', async () => {
    simulator.script({ delivery: { stall: 'beforeBody' } });
    simulator.script({ answer: { text: 'scripted' } }, 'always');
    simulator.configure({ overdue: true, limits: { requests: 1 } });
    simulator.configure({ overdue: false });
    const reading = chunksOf(await ask(simulator, { stream: true }));
    simulator.reset();
    assert.equal((await reading).broken, true);
    assert.deepEqual([simulator.requests(), simulator.account().requests], [[], 0]);
    for (let turn = 0; turn < 2; turn++)
      assert.doesNotMatch(JSON.stringify(await askJson(simulator)), /scripted|error/);
    assert.equal(simulator.requests()[0]?.number, 1);
  });

  it('returns records that do not change afterwards', async () => {
    await askJson(simulator);
    const before = simulator.requests();
    await askJson(simulator);
    assert.equal(before.length, 1);
  });

  it('rejects misspelt scripts and settings', () => {
    const wrong: readonly [object, RegExp][] = [
      [{ anser: {} }, /script has no field anser/],
      [{ on: 'embeddings' }, /unknown script.on/],
      [{ answer: { txt: '' } }, /script.answer has no field txt/],
      [{ framing: { crlf: true } }, /script.framing has no field crlf/],
      [{ delivery: { stallAt: 1 } }, /script.delivery has no field stallAt/],
      [{ delivery: { stall: 'beforeBody', cut: 'beforeBody' } }, /only one of stall, cut/],
      [{ delivery: { stall: 'midHeaders' } }, /stall is/],
      [{ delivery: { end: 'beforeHeaders' } }, /end is/],
      [{ delivery: { cut: { afterEvent: 1 } } }, /cut is/],
      [{ delivery: { cut: { afterBytes: -1 } } }, /whole number/],
      [{ delivery: { splitSizes: [0] } }, /splitSizes/],
      [{ instead: { kind: 'page' } }, /instead.kind is one of/],
      [{ instead: { kind: 'html', state: 200 } }, /script.instead has no field state/],
      [{ instead: { kind: 'error', code: 'rpm_limit' } }, /not in the table/],
    ];
    for (const [script, message] of wrong)
      assert.throws(() => {
        simulator.script(script);
      }, message);
    assert.throws(() => {
      simulator.script({}, 0);
    }, /times/);
    assert.throws(() => {
      simulator.configure({ limit: {} } as object);
    }, /no setting limit/);
  });

  it('records bytes that are not HTTP as a violation', async () => {
    const socket = connect(Number(new URL(simulator.url).port), '127.0.0.1');
    socket.write('hello\r\n\r\n');
    socket.resume();
    await new Promise(resolve => socket.once('close', resolve));
    assert.match(simulator.violations().join(), /not HTTP/);
  });

  it('survives a client that disconnects during an upload', async () => {
    const socket = connect(Number(new URL(simulator.url).port), '127.0.0.1');
    socket.write('POST /v2/chat/completions HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{');
    await simulator.when(records => records.length === 1);
    socket.destroy();
    await simulator.idle();
    assert.equal(simulator.requests()[0]?.outcome, 'closedByClient');
  });
});
