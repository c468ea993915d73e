import assert from 'node:assert/strict';
import { readBatch } from '../../../../src/core/qianfan/batchInference/readBatch.ts';

describe('The batch object of the service', () => {
  it('is read in the format of OpenAI', () => {
    const object = {
      id: 'batch-1',
      status: 'failed',
      input_file_id: 'file-1',
      output_file_id: null,
      error_file_id: 'file-2',
      request_counts: { total: 3, completed: 1, failed: 2 },
      metadata: { job: 'a', odd: 7 },
      errors: { object: 'list', data: [{ code: 'invalid_model', line: 1 }] },
    };
    assert.deepEqual(readBatch(object), {
      id: 'batch-1',
      stage: 'failed',
      inputFileId: 'file-1',
      errorFileId: 'file-2',
      counts: { total: 3, done: 1, failed: 2 },
      marks: { job: 'a' },
      code: 'invalid_model',
    });
  });

  for (const [status, stage, more] of [
    ['validating', 'working', {}],
    ['in_progress', 'working', { output_file_id: 'f' }],
    ['finalizing', 'working', { output_file_id: 'f' }],
    ['cancelling', 'working', { output_file_id: 'f' }],
    ['completed', 'completed', {}],
    ['COMPLETED', 'completed', {}],
    ['expired', 'expired', {}],
    ['cancelled', 'cancelled', {}],
    ['canceled', 'cancelled', {}],
    ['queued', 'working', {}],
    ['all_fine', 'completed', { output_file_id: 'f' }],
    [undefined, 'working', {}],
    [7, 'completed', { output_file_id: 'f' }],
  ] as const)
    it(`takes ${String(status)}${'output_file_id' in more ? ' with a file' : ''} for ${stage}`, () => {
      assert.equal(readBatch({ id: 'b', status, ...more })?.stage, stage);
    });

  it('may have only an ID, and everything else in the wrong type', () => {
    const odd = { id: 'b', status: [], request_counts: 'many', metadata: 'x', errors: 'none', output_file_id: 3 };
    assert.deepEqual(readBatch(odd), { id: 'b', stage: 'working', marks: {} });
  });

  for (const value of [undefined, null, 'x', [], {}, { id: '' }, { id: 7 }, { id: '../files' }])
    it(`is not ${JSON.stringify(value)}`, () => assert.equal(readBatch(value), undefined));
});
