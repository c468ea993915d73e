import assert from 'node:assert/strict';
import type { TurnView } from '../../src/protocol/turnView.ts';
import { ask } from '../support/webviewPreview/samplePage.ts';
import { PageStage, type ShownPage } from './pageStage.ts';

const TEXT = '```bash\nnpm ci\n```\n\n```ts\nlet a;\n```\n\n```pwsh\nGet-Item .\n```\n\n```\nplain\n```';

/** Which blocks of code can be put into a terminal. */
const OFFERED = `[...document.querySelectorAll('.codeBlock')]
  .filter(block => block.querySelector('button[title="Insert into Terminal"]'))
  .map(block => block.querySelector('pre').textContent)`;

const PRESS = `document.querySelector('button[title="Insert into Terminal"]').click()`;

describe('Code of an answer on the page', function () {
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

  it('can be put into a terminal where it is for one, and nothing is put there before that is pressed', async () => {
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

  it('cannot where nobody vouches for the folder', async () => {
    await shown.load({ turns: [turn({})] });
    await shown.frame();
    assert.deepEqual(await shown.page.evaluate(OFFERED), []);
  });
});
