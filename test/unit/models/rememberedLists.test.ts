import assert from 'node:assert/strict';
import { RememberedLists } from '../../../src/host/models/rememberedLists.ts';

function memory(): Map<string, unknown> & { update(key: string, value: unknown): Promise<void> } {
  const kept = new Map<string, unknown>();
  return Object.assign(kept, {
    update: (key: string, value: unknown) => {
      // As VS Code stores and returns it.
      kept.set(key, JSON.parse(JSON.stringify(value)));
      return Promise.resolve();
    },
  });
}

describe('Remembered model lists', () => {
  it('are stored per service, and report changes', async () => {
    const kept = memory();
    const lists = new RememberedLists(kept);
    let changes = 0;
    lists.onDidChange(() => changes++);
    await lists.keep('https://one.example/v2', [{ id: 'a', contextTokens: 8 }]);
    assert.deepEqual(new RememberedLists(kept).of('https://one.example/v2'), [{ id: 'a', contextTokens: 8 }]);
    assert.equal(lists.of('https://other.example/v2'), undefined);
    assert.equal(changes, 1);
  });

  it('are undefined when the stored value is not a list', async () => {
    for (const damaged of ['text', 3, { id: 'a' }, [3], [{ name: 'a' }], [null]]) {
      const kept = memory();
      await kept.update('models https://one.example/v2', damaged);
      assert.equal(new RememberedLists(kept).of('https://one.example/v2'), undefined, JSON.stringify(damaged));
    }
  });

  it('are truncated when a relay lists too many models', async () => {
    const lists = new RememberedLists(memory());
    await lists.keep(
      'https://relay.example/v1',
      Array.from({ length: 5_000 }, (_, index) => ({ id: String(index) })),
    );
    assert.equal(lists.of('https://relay.example/v1')?.length, 500);
  });
});
