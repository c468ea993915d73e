import assert from 'node:assert/strict';
import { PRIORITY, type Priority } from '../../../src/core/priority.ts';
import { Urgency } from '../../../src/core/urgency.ts';
import { urgencyOf } from '../../../src/core/urgencyOf.ts';

describe('Urgency', () => {
  it('notifies its listeners when it is raised, and never falls', () => {
    const urgency = new Urgency(PRIORITY.batch);
    const heard: Priority[] = [];
    urgency.onDidRaise(priority => heard.push(priority));
    for (const priority of [PRIORITY.batch, PRIORITY.editor, PRIORITY.background, PRIORITY.chat, PRIORITY.chat]) {
      urgency.raiseTo(priority);
    }
    assert.deepEqual(heard, [PRIORITY.editor, PRIORITY.chat]);
    assert.equal(urgency.priority, PRIORITY.chat);
  });
});

describe('The urgency of a request', () => {
  it('follows from its cause and its feature', () => {
    assert.equal(urgencyOf({ cause: 'user', feature: 'chat' }), PRIORITY.chat);
    assert.equal(urgencyOf({ cause: 'user', feature: 'keyCheck' }), PRIORITY.chat);
    assert.equal(urgencyOf({ cause: 'user', feature: 'explain' }), PRIORITY.editor);
    assert.equal(urgencyOf({ cause: 'user', feature: 'modelProvider' }), PRIORITY.editor);
    assert.equal(urgencyOf({ cause: 'refresh', feature: 'chat' }), PRIORITY.background);
    assert.equal(urgencyOf({ cause: 'batch', feature: 'chat' }), PRIORITY.batch);
  });

  it('is what it was raised to', () => {
    const urgency = new Urgency(PRIORITY.batch);
    assert.equal(urgencyOf({ cause: 'batch', feature: 'chat', urgency }), PRIORITY.batch);
    urgency.raiseTo(PRIORITY.editor);
    assert.equal(urgencyOf({ cause: 'batch', feature: 'chat', urgency }), PRIORITY.editor);
  });
});
