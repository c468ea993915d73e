import assert from 'node:assert/strict';
import { startProcess, type OwnedProcess } from '../support/childProcess.ts';
import { REPOSITORY_FOLDER } from '../support/folders.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';
import { openChat } from './chat.ts';
import { dismiss, newPerson } from './people.ts';

describe('npm start', () => {
  it('shows a working editor that answers from the simulator', async () => {
    const starting = startProcess(process.execPath, ['scripts/start.ts', '--skip-build', '--data', temporaryFolder()], {
      cwd: REPOSITORY_FOLDER,
      env: { QIANFAN_BEARER_TOKEN: undefined },
    });
    try {
      const person = await newPerson();
      const window = await person.openWindow(await addressFrom(starting));
      await (await openChat(window)).ask('你好');
      await window.chat
        .locator('article')
        .getByText(/^¥0\.00\d\d$/)
        .waitFor();
      await window.screenshot('start');
      await dismiss(person);
    } finally {
      // The process ends its own ones first.
      await starting.stop(20_000);
    }
    assert.equal(await starting.exited, 0);
  });
});

/** Returns the address that the process prints when it is ready. */
async function addressFrom(starting: OwnedProcess): Promise<string> {
  let ended = false;
  const end = (): void => {
    ended = true;
  };
  starting.exited.then(end, end);
  for (;;) {
    const address = /Open (http:\S+)/.exec(starting.output())?.[1];
    if (address !== undefined) return address;
    if (ended) throw new Error(starting.output());
    await new Promise(resolve => setTimeout(resolve, 100));
  }
}
