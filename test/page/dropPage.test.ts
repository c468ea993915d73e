import assert from 'node:assert/strict';
import { PageStage, type ShownPage } from './pageStage.ts';

/** Drops files as another program does: without a URI. The second one is too large, and the third cannot be read. */
const DROP = `
  const dropped = new DataTransfer();
  dropped.items.add(new File(['hello'], 'notes.txt'));
  dropped.items.add(new File([new Uint8Array(1_000_001)], 'large.log'));
  const folder = new File([''], 'folder');
  Object.defineProperty(folder, 'text', { value: () => Promise.reject(new DOMException('', 'NotReadableError')) });
  const files = [...dropped.files, folder];
  const event = new DragEvent('drop', { bubbles: true, cancelable: true, dataTransfer: dropped });
  Object.defineProperty(event.dataTransfer, 'files', { value: files });
  window.dispatchEvent(event);`;

describe('Files dropped on the chat without a URI', function () {
  this.timeout(60_000);
  let stage: PageStage;
  let shown: ShownPage;

  before(async () => {
    stage = await PageStage.open();
    shown = await stage.show();
  });
  after(() => stage.close());

  it('are sent as text, and refused by name when they are too large or cannot be read', async () => {
    await shown.page.evaluate(DROP);
    await shown.page.waitForFunction('posted.filter(({ type }) => type.startsWith("drop")).length === 3');
    const messages = (await shown.posted()).filter(({ type }) => type.startsWith('drop'));
    assert.deepEqual(
      messages.toSorted((a, b) => JSON.stringify(a).localeCompare(JSON.stringify(b))),
      [
        { type: 'dropRefused', name: 'folder' },
        { type: 'dropRefused', name: 'large.log' },
        { type: 'dropText', name: 'notes.txt', text: 'hello' },
      ],
    );
    await shown.assertHarmless();
  });
});
