import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { messagesIn } from '../../../src/cli/messages.ts';
import { readInput } from '../../../src/cli/readInput.ts';
import { Stop } from '../../../src/cli/stop.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';
import { request } from './cliStage.ts';

describe('the file of requests that a run reads', () => {
  /** Reads a file of these lines. */
  const read = (lines: readonly string[]): ReturnType<typeof readInput> => {
    const path = join(temporaryFolder(), 'jobs.jsonl');
    writeFileSync(path, lines.map(line => `${line}\n`).join(''));
    return readInput(path, Readable.from([]), messagesIn('en'), new AbortController().signal);
  };
  const line = (number: number): string => JSON.stringify(request(number));

  it('is refused with its number of lines, of which each counts once, however many repeat an id', async () => {
    const repeated = Array.from({ length: 150 }, () => line(1));
    await assert.rejects(read([...repeated, line(2), '{', '']), (error: unknown) => {
      assert.ok(error instanceof Stop);
      assert.deepEqual([error.id, error.values], ['badLines', { count: 150, total: 152 }]);
      assert.equal(error.lines.length, 21);
      return true;
    });
  });

  it('is taken when every line is valid', async () => {
    assert.equal((await read([line(1), line(2)])).count, 2);
  });
});
