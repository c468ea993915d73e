import assert from 'node:assert/strict';

import fc from 'fast-check';

import { WenxinError } from '../../../src/core/errors.ts';
import { serverSentEvents } from '../../../src/core/qianfan/serverSentEvents.ts';

const CAPS = { maxLineLength: 1000, maxEvents: 1000 };
const TEXTS = ['你好，', '😀👩‍👩‍👧 byte', '𠮷野家', 'plain', '汉\u2028字 \\n'];

const LF = TEXTS.map(text => `data: ${JSON.stringify(text)}\n\n`).join('');
const BODIES: Record<string, string> = {
  'line feeds': LF,
  'carriage returns and line feeds': LF.replaceAll('\n', '\r\n'),
  'carriage returns': LF.replaceAll('\n', '\r'),
  'a byte order mark': `\uFEFF${LF}`,
  'comments and other fields': `: keep-alive\n\nretry: 10\n\n${LF.replaceAll('data: ', 'event: m\nid: 1\ndata:')}: 再见\n`,
  'no final blank line': LF.slice(0, -1),
  'no final line end': LF.slice(0, -2),
};

async function read(pieces: readonly Uint8Array[], caps = CAPS): Promise<string[]> {
  const rest = [...pieces];
  const found: string[] = [];
  for await (const { data } of serverSentEvents(() => Promise.resolve(rest.shift()), caps)) found.push(data);
  return found;
}

function cut(bytes: Uint8Array, positions: readonly number[]): Uint8Array[] {
  const edges = [0, ...[...positions].sort((a, b) => a - b), bytes.length];
  return edges.slice(1).map((end, index) => bytes.slice(edges[index], end));
}

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('Server-sent events', () => {
  const expected = TEXTS.map(text => JSON.stringify(text));

  for (const [name, body] of Object.entries(BODIES)) {
    it(`reads the same with ${name}, cut at every byte`, async () => {
      const bytes = bytesOf(body);
      for (let at = 0; at <= bytes.length; at++)
        assert.deepEqual(await read(cut(bytes, [at])), expected, `cut at ${at}`);
    });

    it(`reads the same with ${name}, byte by byte`, async () => {
      const bytes = bytesOf(body);
      assert.deepEqual(await read([...bytes].map(byte => Uint8Array.of(byte))), expected);
    });
  }

  it('reads any text with any line endings, however it is split', async () => {
    const lineEnd = fc.constantFrom('\n', '\r\n', '\r');
    const texts = fc.array(fc.string({ unit: 'grapheme', minLength: 1 }), { minLength: 1, maxLength: 8 });
    const places = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(texts, lineEnd, places, fc.boolean(), async (all, end, cuts, mark) => {
        const data = all.map(text => JSON.stringify(text));
        const bytes = bytesOf((mark ? '\uFEFF' : '') + data.map(text => `data: ${text}${end}${end}`).join(''));
        const positions = cuts.map(place => Math.floor(place * bytes.length));
        assert.deepEqual(await read(cut(bytes, positions)), data);
      }),
      { numRuns: 300 },
    );
  });

  it('treats a bare JSON line as a message, wherever it is split', async () => {
    const bytes = bytesOf('data: 1\n\n{"error":{"code":"internal_error"}}\ndata: 2\n\nnot a field\n\n');
    for (let at = 0; at <= bytes.length; at++) {
      assert.deepEqual(await read(cut(bytes, [at])), ['1', '{"error":{"code":"internal_error"}}', '2']);
    }
  });

  it('joins the lines of one message and skips empty messages', async () => {
    assert.deepEqual(await read([bytesOf('data: a\ndata: b\n\ndata:\n\n')]), ['a\nb']);
  });

  it('marks a message that was not closed before the end of the body', async () => {
    const pieces = [bytesOf('data: 1\n\ndata: {"half')];
    const found = [];
    for await (const event of serverSentEvents(() => Promise.resolve(pieces.shift()), CAPS)) found.push(event);
    assert.deepEqual(found, [
      { data: '1', unclosed: false },
      { data: '{"half', unclosed: true },
    ]);
  });

  it('shows a truncated character as a replacement character instead of failing', async () => {
    assert.deepEqual(await read([bytesOf('data: 你').slice(0, -1)]), ['\uFFFD']);
  });

  const tooLarge = (error: unknown): boolean => error instanceof WenxinError && error.kind === 'too-large';

  it('rejects an endless line without buffering it', async () => {
    let given = 0;
    const piece = bytesOf('x'.repeat(100));
    const endless = serverSentEvents(() => Promise.resolve((given++, piece)), CAPS);
    await assert.rejects(endless.next(), tooLarge);
    assert.ok(given <= 12, `stopped after ${given} pieces`);
  });

  it('rejects a long line in a single piece, and an endless message of short lines', async () => {
    await assert.rejects(read([bytesOf(`data: ${'x'.repeat(1001)}\n\n`)]), tooLarge);
    await assert.rejects(read([bytesOf('data: short\n'.repeat(200))]), tooLarge);
  });

  it('rejects an endless message without buffering it', async () => {
    let given = 0;
    const piece = bytesOf('data: short line\n');
    const endless = serverSentEvents(() => Promise.resolve(given++ < 1000 ? piece : undefined), CAPS);
    await assert.rejects(endless.next(), tooLarge);
    assert.ok(given <= 110, `stopped after ${given} pieces`);
  });

  for (const lineEnd of ['\n', '\r\n', '\r']) {
    it(`passes on a message as soon as it is closed by ${JSON.stringify(lineEnd)}`, async () => {
      const pieces = [bytesOf(`data: 1${lineEnd}${lineEnd}data: 2`)];
      const open = serverSentEvents(
        () => (pieces.length > 0 ? Promise.resolve(pieces.shift()) : new Promise(() => {})),
        CAPS,
      );
      // A single carriage return may be half of a line ending, but here the next line has already begun.
      assert.deepEqual((await open.next()).value, { data: '1', unclosed: false });
    });
  }

  it('yields the messages before a line that is too long', async () => {
    const pieces = [bytesOf(`data: good\n\ndata: ${'x'.repeat(1001)}`)];
    const events = serverSentEvents(() => Promise.resolve(pieces.shift()), CAPS);
    assert.deepEqual((await events.next()).value, { data: 'good', unclosed: false });
    await assert.rejects(events.next(), tooLarge);
  });

  it('rejects more messages than allowed', async () => {
    assert.equal((await read([bytesOf('data: 1\n\n'.repeat(5))], { ...CAPS, maxEvents: 5 })).length, 5);
    await assert.rejects(read([bytesOf('data: 1\n\n'.repeat(6))], { ...CAPS, maxEvents: 5 }), tooLarge);
  });
});
