import assert from 'node:assert/strict';
import type { TurnView } from '../../src/protocol/turnView.ts';
import { ask } from '../support/webviewPreview/samplePage.ts';
import { PageStage, type ShownPage } from './pageStage.ts';

const TEXT = '```bash\nnpm ci\n```\n\n```ts\nlet a;\n```\n\n```pwsh\nGet-Item .\n```\n\n```\nplain\n```';

/** The code blocks that offer to be inserted into a terminal. */
const OFFERED = `[...document.querySelectorAll('.codeBlock')]
  .filter(block => block.querySelector('button[title="Insert into Terminal"]'))
  .map(block => block.querySelector('pre').textContent)`;

const PRESS = `document.querySelector('button[title="Insert into Terminal"]').click()`;

describe('The code blocks of an answer', function () {
  this.timeout(60_000);
  let stage: PageStage;
  let shown: ShownPage;

  before(async () => {
    stage = await PageStage.open();
    shown = await stage.show();
  });

  afterEach(() => shown.assertHarmless());

  after(() => stage.close());

  const turn = (change: Partial<TurnView>): TurnView => ({ ...ask('How?', { text: TEXT }), ...change });

  it('can be inserted into a terminal if they are for a shell, and only by the button', async () => {
    await shown.load({ turns: [turn({ apply: { target: null } })] });
    await shown.frame();
    assert.deepEqual(await shown.page.evaluate(OFFERED), ['npm ci', 'Get-Item .']);
    assert.deepEqual(
      (await shown.posted()).filter(({ type }) => type === 'insertInTerminal'),
      [],
    );
    await shown.page.evaluate(PRESS);
    const posted = (await shown.posted()).filter(message => message.type === 'insertInTerminal');
    assert.deepEqual(
      posted.map(({ text }) => text),
      ['npm ci'],
    );
  });

  it('cannot be inserted in a folder that is not trusted', async () => {
    await shown.load({ turns: [turn({})] });
    await shown.frame();
    assert.deepEqual(await shown.page.evaluate(OFFERED), []);
  });
});
