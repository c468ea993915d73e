import assert from 'node:assert/strict';
import { BATCH_SETTINGS } from '../../../support/simulator/settings.ts';
import { type Simulator, startSimulator } from '../../../support/simulator/simulator.ts';
import { ask, errorCode, type Json } from '../asking.ts';
import { begin, call, line, lines, look, order, results, upload } from './asking.ts';

describe('simulator: batch inference', () => {
  let simulator: Simulator;
  let nowMs = Date.UTC(2026, 10, 22);
  before(async () => (simulator = await startSimulator({ nowMs: () => nowMs })));
  afterEach(() => simulator.reset());
  after(() => simulator.close());

  describe('files', () => {
    it('accepts a file and shows it as documented', async () => {
      const content = lines(2).join('\n');
      const file = (await (await upload(simulator, content)).json()) as Json;
      assert.match(String(file['id']), /^file-/);
      assert.deepEqual(
        { ...file, id: '' },
        {
          id: '',
          object: 'file',
          bytes: Buffer.byteLength(content),
          created_at: Math.floor(nowMs / 1000),
          filename: 'requests.jsonl',
          purpose: 'batch',
        },
      );
      assert.deepEqual(await (await call(simulator, `files/${String(file['id'])}`)).json(), file);
      assert.equal(await (await call(simulator, `files/${String(file['id'])}/content`)).text(), content);
    });

    const refused: readonly [string, string, object?][] = [
      ['no JSON', 'hello'],
      ['lines that are no objects', '[]'],
      ['nothing', ''],
      ['more than 5,000 requests', lines(5_001).join('\n')],
      ['another kind of file', line('a'), { name: 'a.txt' }],
    ];
    for (const [what, content, how] of refused)
      it(`refuses ${what}`, async () => {
        const response = await upload(simulator, content, how);
        assert.equal(response.status, 400);
        assert.equal(errorCode((await response.json()) as Json), 'invalid_upload_file');
      });

    it('rejects other purposes and files that are too large', async () => {
      assert.equal((await upload(simulator, lines(1), { purpose: 'fine-tune' })).status, 400);
      simulator.configure({ batches: { ...BATCH_SETTINGS, maxFileBytes: 100 } });
      const response = await upload(simulator, lines(5));
      assert.equal(errorCode((await response.json()) as Json), 'invalid_upload_file');
    });

    it('deletes a file', async () => {
      const { id } = (await (await upload(simulator, lines(1))).json()) as { id: string };
      assert.equal((await call(simulator, `files/${id}`, { method: 'DELETE' })).status, 200);
      assert.equal((await call(simulator, `files/${id}`)).status, 404);
    });

    it('rejects files without object storage, and has no such path when batches are not offered', async () => {
      simulator.configure({ batches: { ...BATCH_SETTINGS, hasStorage: false } });
      assert.equal((await upload(simulator, lines(1))).status, 403);
      simulator.configure({ batches: { ...BATCH_SETTINGS, isOffered: false } });
      assert.equal((await upload(simulator, lines(1))).status, 404);
    });

    it('requires a key', async () => {
      const response = await call(simulator, 'batches', { headers: { authorization: 'Bearer nobody' } });
      assert.equal(response.status, 401);
    });
  });

  it('answers each line in a file as the chat would', async () => {
    const batch = await look(simulator, await begin(simulator, lines(3), { metadata: { part: '1' } }));
    assert.equal(batch['status'], 'completed');
    assert.deepEqual(batch['request_counts'], { total: 3, completed: 3, failed: 0 });
    assert.deepEqual(batch['metadata'], { part: '1' });
    const answered = await results(simulator, batch['output_file_id']);
    assert.deepEqual(
      answered.map(each => each['custom_id']),
      ['q-0', 'q-1', 'q-2'],
    );
    const { status_code: status, body } = answered[0]?.['response'] as { status_code: number; body: Json };
    assert.equal(status, 200);
    assert.equal(body['object'], 'chat.completion');
    assert.equal(batch['error_file_id'], undefined);
  });

  it('charges two fifths of the chat price', async () => {
    const asked = { model: 'ernie-4.5-turbo-latest', messages: [{ role: 'user', content: '问题 q-0' }] };
    await (await ask(simulator, asked)).json();
    const whole = simulator.account().amountNanoYuan;
    await look(simulator, await begin(simulator, lines(1)));
    const account = simulator.account();
    assert.equal(account.amountNanoYuan - whole, (whole * 2) / 5);
    assert.equal(account.billedRequests, 2);
  });

  it('advances with the clock', async () => {
    const pace = { validatingMs: 1_000, lineMs: 100, finalizingMs: 500 };
    simulator.configure({ batches: { ...BATCH_SETTINGS, ...pace } });
    const id = await begin(simulator, lines(10));
    const statuses: unknown[] = [];
    for (const ms of [0, 1_000, 500, 500, 500]) {
      nowMs += ms;
      const batch = await look(simulator, id);
      statuses.push([batch['status'], (batch['request_counts'] as Json)['completed']]);
    }
    assert.deepEqual(statuses, [
      ['validating', 0],
      ['in_progress', 0],
      ['in_progress', 5],
      ['finalizing', 10],
      ['completed', 10],
    ]);
  });

  it('keeps and charges the answered lines when it is cancelled', async () => {
    simulator.configure({ batches: { ...BATCH_SETTINGS, lineMs: 100, finalizingMs: 100 } });
    const id = await begin(simulator, lines(10));
    nowMs += 300;
    const cancelled = (await (await call(simulator, `batches/${id}/cancel`, { method: 'POST' })).json()) as Json;
    assert.equal(cancelled['status'], 'cancelling');
    nowMs += 100;
    const batch = await look(simulator, id);
    assert.equal(batch['status'], 'cancelled');
    assert.equal((await results(simulator, batch['output_file_id'])).length, 3);
    assert.equal(simulator.account().billedRequests, 3);
    assert.equal((await call(simulator, `batches/${id}/cancel`, { method: 'POST' })).status, 400);
  });

  it('leaves lines undone after its deadline, and reports each of them', async () => {
    simulator.configure({ batches: { ...BATCH_SETTINGS, lineMs: 3_600_000 } });
    const id = await begin(simulator, lines(4), { completion_window: '2h' });
    nowMs += 10 * 3_600_000;
    const batch = await look(simulator, id);
    assert.equal(batch['status'], 'expired');
    assert.equal((await results(simulator, batch['output_file_id'])).length, 2);
    const undone = await results(simulator, batch['error_file_id']);
    assert.deepEqual(
      undone.map(each => [each['custom_id'], errorCode(each)]),
      [
        ['q-2', 'batch_expired'],
        ['q-3', 'batch_expired'],
      ],
    );
  });

  it('writes rejected lines to the error file, uncharged', async () => {
    const bad = [line('good'), line('bad', { temperature: 7 }), line('unknown', { model: 'no-such' })];
    const batch = await look(simulator, await begin(simulator, bad));
    assert.deepEqual(batch['request_counts'], { total: 3, completed: 1, failed: 2 });
    const failed = await results(simulator, batch['error_file_id']);
    assert.deepEqual(
      failed.map(each => errorCode(each)),
      ['invalid_argument', 'invalid_model'],
    );
    assert.equal(simulator.account().billedRequests, 1);
  });

  for (const [what, content] of [
    ['two lines of one name', [line('a'), line('a')]],
    ['another path', [line('a').replace('/v2/chat', '/v1/chat')]],
  ] as const)
    it(`fails as a whole for ${what}`, async () => {
      const batch = await look(simulator, await begin(simulator, content));
      assert.equal(batch['status'], 'failed');
      assert.equal(simulator.account().billedRequests, 0);
    });

  it('applies a script', async () => {
    simulator.script({
      on: 'batch',
      answer: { text: '好', omit: ['usage'] },
      batch: { fail: { every: 3, code: 'internal_error' }, reversed: true, lose: [1], repeat: [2], noise: true },
    });
    const batch = await look(simulator, await begin(simulator, lines(6)));
    const text = await (await call(simulator, `files/${String(batch['output_file_id'])}/content`)).text();
    const ids = [...text.matchAll(/"custom_id":\s*"([^"\n]+)/g)].map(([, id]) => id);
    assert.deepEqual(ids, ['q-5', 'q-4', 'q-2', 'q-2', 'nobody-sent-this', 'torn']);
    assert.equal(text.includes('usage'), false);
    const failed = await results(simulator, batch['error_file_id']);
    assert.deepEqual(
      failed.map(each => each['custom_id']),
      ['q-3', 'q-0'],
    );
    assert.equal(simulator.account().billedRequests, 4);
  });

  it('can reject a batch as a whole, or create it and cut the connection', async () => {
    simulator.script({ on: 'batch', batch: { refuse: 'model_not_supported' } });
    const batch = await look(simulator, await begin(simulator, lines(1)));
    assert.equal((batch['errors'] as { data: Json[] }).data[0]?.['code'], 'model_not_supported');
    simulator.script({ on: 'batch', delivery: { cut: 'beforeHeaders' } });
    const { id } = (await (await upload(simulator, lines(1))).json()) as { id: string };
    await assert.rejects(order(simulator, id, { metadata: { part: '2' } }));
    const { data } = (await (await call(simulator, 'batches')).json()) as { data: Json[] };
    assert.equal(data.length, 2);
    assert.deepEqual(data[0]?.['metadata'], { part: '2' });
  });

  it('lists batches in pages, newest first', async () => {
    const ids = [await begin(simulator, lines(1)), await begin(simulator, lines(1))];
    const first = (await (await call(simulator, 'batches?limit=1')).json()) as { data: Json[]; has_more: boolean };
    assert.equal(first.data[0]?.['id'], ids[1]);
    assert.equal(first.has_more, true);
    const next = (await (await call(simulator, `batches?limit=1&after=${String(ids[1])}`)).json()) as typeof first;
    assert.deepEqual([next.data[0]?.['id'], next.has_more], [ids[0], false]);
  });

  it('can show a batch with as few fields as some gateways do', async () => {
    simulator.configure({ batches: { ...BATCH_SETTINGS, shows: 'bare' } });
    const batch = await look(simulator, await begin(simulator, lines(1), { metadata: { part: '1' } }));
    assert.deepEqual(Object.keys(batch).toSorted(), ['id', 'output_file_id', 'status']);
  });

  it('rejects windows, endpoints and fields that are not documented', async () => {
    const { id } = (await (await upload(simulator, lines(1))).json()) as { id: string };
    for (const more of [
      { completion_window: '673h' },
      { endpoint: '/v2/embeddings' },
      { priority: 1 },
      { metadata: { a: 1 } },
    ])
      assert.equal((await order(simulator, id, more)).status, 400, JSON.stringify(more));
  });

  it('replaces the model of each line by that of `replace`', async () => {
    const batch = await look(simulator, await begin(simulator, lines(1), { replace: { model: 'ernie-5.1' } }));
    const [answered] = await results(simulator, batch['output_file_id']);
    assert.equal(((answered?.['response'] as Json)['body'] as Json)['model'], 'ernie-5.1');
  });
});
