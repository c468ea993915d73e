import assert from 'node:assert/strict';
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { temporaryFolder } from '../../support/temporaryFolder.ts';

describe('Tokens of several processes', function () {
  // Processes start slowly on a busy machine.
  this.timeout(180_000);

  let iam: Server;
  let minted: number;
  let children: ChildProcess[];

  beforeEach(async () => {
    minted = 0;
    children = [];
    iam = createServer((_, response) => {
      const token = `bce-v3/ALTAK-minted/${++minted}`;
      // Long enough for all of them to request a token in the meantime.
      setTimeout(() => response.writeHead(201).end(JSON.stringify({ token })), 300);
    });
    iam.listen(0, '127.0.0.1');
    await once(iam, 'listening');
  });

  afterEach(async () => {
    for (const child of children) child.kill('SIGKILL');
    iam.close();
    iam.closeAllConnections();
    await once(iam, 'close');
  });

  it('are one token, minted once, for windows that start together and for a later one', async () => {
    const folder = temporaryFolder();
    const start = (): ChildProcess => {
      const { port } = iam.address() as AddressInfo;
      const child = fork(join(import.meta.dirname, 'tokenProcess.ts'), [folder, `http://127.0.0.1:${port}`], {
        execArgv: ['--disable-warning=ExperimentalWarning'],
      });
      children.push(child);
      return child;
    };
    const prove = async (child: ChildProcess): Promise<unknown> => {
      child.send('prove');
      const [told] = (await once(child, 'message')) as unknown[];
      return told;
    };
    const together = [start(), start()];
    await Promise.all(together.map(child => once(child, 'message')));
    const first = await Promise.all(together.map(prove));
    const late = start();
    await once(late, 'message');
    assert.deepEqual(
      [...first, await prove(late)],
      Array.from({ length: 3 }, () => 'bce-v3/ALTAK-minted/1'),
    );
    assert.equal(minted, 1);
  });
});
