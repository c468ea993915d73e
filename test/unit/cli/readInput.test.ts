import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { messagesIn } from '../../../src/cli/messages.ts';
import { readInput } from '../../../src/cli/readInput.ts';
import { Stop } from '../../../src/cli/stop.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';
import { request } from './cliStage.ts';

describe('The request file of a run', () => {
  /** Reads a request file with these lines. */
  const read = (lines: readonly string[]): ReturnType<typeof readInput> => {
    const path = join(temporaryFolder(), 'jobs.jsonl');
    writeFileSync(path, lines.map(line => `${line}\n`).join(''));
    return readInput(path, Readable.from([]), messagesIn('en'), new AbortController().signal);
  };
  const line = (number: number): string => JSON.stringify(request(number));

  it('is rejected with the number of invalid lines, in which each line that repeats an id counts once', async () => {
    const repeated = Array.from({ length: 150 }, () => line(1));
    await assert.rejects(read([...repeated, line(2), '{', '']), (error: unknown) => {
      assert.ok(error instanceof Stop);
      assert.deepEqual([error.id, error.values], ['badLines', { count: 150, total: 152 }]);
      assert.equal(error.lines.length, 21);
      return true;
    });
  });

  it('is accepted when every line is valid', async () => {
    assert.equal((await read([line(1), line(2)])).count, 2);
  });
});
