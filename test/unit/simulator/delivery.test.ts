import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { setImmediate as turnOfTheLoop } from 'node:timers/promises';
import type { Delivery } from '../../support/simulator/script.ts';
import { type Simulator, startSimulator } from '../../support/simulator/simulator.ts';
import { ask, chunksOf } from './asking.ts';

const answer = { chunks: ['你好', '，', 'world'] };

describe('simulator: delivery', () => {
  let simulator: Simulator;
  before(async () => (simulator = await startSimulator()));
  afterEach(() => {
    simulator.reset();
  });
  after(() => simulator.close());

  async function receive(delivery: Delivery, init: RequestInit = {}): Promise<{ chunks: Buffer[]; broken: boolean }> {
    simulator.script({ answer, delivery });
    return chunksOf(await ask(simulator, { stream: true }, init));
  }

  async function wholeBody(): Promise<Buffer> {
    const body = Buffer.concat((await receive({})).chunks);
    // Each event contains the ID and time of its request, so only the lengths are equal in the next answer.
    assert.ok(body.length > 400);
    return body;
  }

  const lengths = (chunks: readonly Buffer[]) => chunks.map(chunk => chunk.length);
  const sum = (numbers: readonly number[]) => numbers.reduce((total, each) => total + each, 0);

  it('writes one event at a time', async () => {
    const { chunks } = await receive({});
    assert.equal(chunks.length, 5);
    for (const chunk of chunks) assert.match(chunk.toString(), /^data: .*\n\n$/);
  });

  it('holds an answer back until it is released, but not that of a later request', async () => {
    simulator.script({ answer, delivery: { hold: { afterEvents: 2 } } }, 2);
    const reading = chunksOf(await ask(simulator, { stream: true }));
    for (let turn = 0; turn < 50; turn++) await turnOfTheLoop();
    assert.equal(simulator.requests().at(-1)?.outcome, 'open');
    simulator.release();
    assert.equal((await reading).chunks.length, 5);

    const aborting = new AbortController();
    await ask(simulator, { stream: true }, { signal: aborting.signal });
    for (let turn = 0; turn < 50; turn++) await turnOfTheLoop();
    assert.equal(simulator.requests().at(-1)?.outcome, 'open');
    aborting.abort();
    await simulator.idle();
    assert.equal(simulator.requests().at(-1)?.outcome, 'closedByClient');
  });

  it('splits the bytes once, at any offset', async () => {
    const body = await wholeBody();
    for (let at = 0; at <= body.length; at += at < 4 || at > body.length - 4 ? 1 : 23) {
      const { chunks, broken } = await receive({ splitAt: at });
      assert.equal(broken, false);
      assert.deepEqual(lengths(chunks), [at, body.length - at].filter(Boolean));
    }
  });

  it('splits the bytes into repeating sizes', async () => {
    const body = await wholeBody();
    const { chunks } = await receive({ splitSizes: [100, 1] });
    assert.deepEqual(lengths(chunks).slice(0, 4), [100, 1, 100, 1]);
    assert.equal(sum(lengths(chunks)), body.length);
  });

  it('sends single bytes', async () => {
    const body = await wholeBody();
    const { chunks } = await receive({ splitSizes: [1] });
    assert.equal(chunks.length, body.length);
    assert.equal(simulator.requests().at(-1)?.answerCompleted, true);
  });

  it('sends everything at once behind a buffering proxy', async () => {
    const { chunks } = await receive({ buffered: true });
    assert.equal(chunks.length, 1);
    assert.match(chunks.join(''), /\[DONE\]\n\n$/);
  });

  it('cuts the socket after any number of bytes', async () => {
    const body = await wholeBody();
    for (let afterBytes = 0; afterBytes <= body.length; afterBytes += 13) {
      const { chunks, broken } = await receive({ cut: { afterBytes } });
      assert.deepEqual([sum(lengths(chunks)), broken], [afterBytes, true]);
    }
    assert.equal(simulator.requests().at(-1)?.outcome, 'cutByScript');
  });

  it('cuts after the last byte too, before the end of the response', async () => {
    const body = await wholeBody();
    const { chunks, broken } = await receive({ cut: { afterBytes: body.length } });
    assert.deepEqual([sum(lengths(chunks)), broken], [body.length, true]);
    assert.equal(simulator.requests().at(-1)?.answerCompleted, false);
  });

  it('cuts, stalls and ends after a number of events', async () => {
    for (const reset of [false, true]) {
      const { chunks, broken } = await receive({ cut: { afterEvents: 2 }, reset });
      assert.deepEqual([chunks.length, broken], [2, true]);
    }
    const { chunks, broken } = await receive({ end: { afterEvents: 2 } });
    assert.deepEqual([chunks.length, broken], [2, false]);
    assert.equal(simulator.requests().at(-1)?.answerCompleted, false);
  });

  it('delivers everything when the scripted position never comes', async () => {
    const { chunks, broken } = await receive({ cut: { afterEvents: 6 } });
    assert.deepEqual([chunks.length, broken], [5, false]);
    assert.equal(simulator.requests()[0]?.outcome, 'answered');
  });

  it('treats event 0 as the end of the headers', async () => {
    const { chunks, broken } = await receive({ cut: { afterEvents: 0 } });
    assert.deepEqual([chunks.length, broken], [0, true]);
  });

  it('cuts before the body, with the headers sent', async () => {
    const { chunks, broken } = await receive({ cut: 'beforeBody' });
    assert.deepEqual([chunks.length, broken], [0, true]);
    assert.equal(simulator.requests()[0]?.status, 200);
  });

  it('cuts before or within the headers, without a status', async () => {
    for (const cut of ['beforeHeaders', 'midHeaders'] as const) await assert.rejects(receive({ cut }), TypeError);
    for (const { status, outcome, bill } of simulator.requests())
      assert.deepEqual([status, outcome, bill.amountNanoYuan], [null, 'cutByScript', 0]);
  });

  it('sends the expected bytes before a cut within the headers', async () => {
    simulator.script({ delivery: { cut: 'midHeaders' } });
    const body = '{"model":"ernie-5.1","messages":[{"role":"user","content":"q"}]}';
    const socket = connect(Number(new URL(simulator.url).port), '127.0.0.1');
    socket.write(
      `POST /v2/chat/completions HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${simulator.key}\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
    );
    const received = await socket.setEncoding('utf8').toArray();
    assert.equal(received.join(''), 'HTTP/1.1 200 OK\r\nContent-Type: applica');
  });

  it('cuts a whole answer in the middle', async () => {
    simulator.script({ answer, delivery: { cut: { afterBytes: 20 } } });
    const { chunks, broken } = await chunksOf(await ask(simulator));
    assert.deepEqual([sum(lengths(chunks)), broken], [20, true]);
  });

  for (const stall of ['beforeBody', { afterEvents: 1 }, { afterBytes: 7 }] as const)
    it(`stalls at ${JSON.stringify(stall)} until the client closes, and notices that`, async () => {
      simulator.script({ answer, delivery: { stall } });
      const aborter = new AbortController();
      const response = await ask(simulator, { stream: true }, { signal: aborter.signal });
      const reading = chunksOf(response);
      assert.equal(simulator.requests()[0]?.outcome, 'open');
      setImmediate(() => {
        aborter.abort();
      });
      const beforeMs = Date.now();
      assert.equal((await reading).broken, true);
      await simulator.idle();
      const [record] = simulator.requests();
      assert.equal(record?.outcome, 'closedByClient');
      assert.ok(record.closedByClientAtMs !== null && record.closedByClientAtMs >= beforeMs);
      assert.equal(record.endedAtMs, record.closedByClientAtMs);
    });

  it('stalls before the headers', async () => {
    simulator.script({ delivery: { stall: 'beforeHeaders' } });
    const aborter = new AbortController();
    const asked = ask(simulator, {}, { signal: aborter.signal });
    await simulator.when(records => records.length === 1);
    aborter.abort();
    await assert.rejects(asked, { name: 'AbortError' });
    await simulator.idle();
    assert.deepEqual(
      simulator.requests().map(({ outcome, status }) => [outcome, status]),
      [['closedByClient', null]],
    );
  });

  it('waits before the headers and between events', async () => {
    const startMs = performance.now();
    const { chunks } = await receive({ beforeHeadersMs: 20, chunkMs: 4 });
    assert.equal(chunks.length, 5);
    // The timers of Node may fire a millisecond early.
    assert.ok(performance.now() - startMs >= 20 + 5 * 4 - 6);
  });

  it('takes its pace from the settings when a script has none', async () => {
    simulator.configure({ beforeHeadersMs: 30 });
    const startMs = performance.now();
    await receive({ chunkMs: 0 });
    assert.ok(performance.now() - startMs >= 29);
  });

  it('generates no faster than the client reads', async () => {
    const count = 60;
    const chunks = Array.from({ length: count }, () => `x${' '.repeat(256 * 1024)}`);
    simulator.script({ answer: { chunks } });
    const aborter = new AbortController();
    await ask(simulator, { stream: true }, { signal: aborter.signal });
    // Sockets buffer a few megabytes, but not fifteen; unhindered, sixty events take 180 turns of the event loop.
    for (let turn = 0; turn < 1_000; turn++) await turnOfTheLoop();
    aborter.abort();
    await simulator.idle();
    const generated = Number(simulator.requests()[0]?.generatedTokens);
    assert.ok(generated > 0 && generated < count, String(generated));
  });

  it('sends any header on a good body, even a wrong content type', async () => {
    const headers = { 'Content-Type': 'text/plain', date: 'Thu, 01 Jan 1970 00:00:00 GMT' };
    simulator.script({ answer, delivery: { headers } });
    const response = await ask(simulator, { stream: true });
    assert.equal(response.headers.get('content-type'), 'text/plain');
    assert.equal(response.headers.get('date'), headers.date);
    assert.match(await response.text(), /\[DONE\]/);
  });
});
