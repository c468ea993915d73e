import assert from 'node:assert/strict';
import { ExpectedOutput } from '../../../src/core/flow/expectedOutput.ts';

describe('The expected output', () => {
  let expected: ExpectedOutput;

  beforeEach(() => {
    expected = new ExpectedOutput();
  });

  it('is a guess as long as nothing was seen', () => {
    assert.equal(expected.of('chat', 4_096), 400);
  });

  it('never exceeds the requested maximum', () => {
    assert.equal(expected.of('chat', 16), 16);
    expected.seen('chat', 100_000);
    assert.equal(expected.of('chat', 4_096), 4_096);
  });

  it('moves a tenth of the way to each answer', () => {
    expected.seen('chat', 1_400);
    assert.equal(expected.of('chat', 4_096), 500);
    expected.seen('chat', 0);
    assert.equal(expected.of('chat', 4_096), 450);
  });

  it('converges to the length of the answers', () => {
    for (let answer = 0; answer < 100; answer++) expected.seen('explain', 2_000);
    assert.equal(Math.round(expected.of('explain', 4_096)), 2_000);
  });

  it('is separate for each feature', () => {
    expected.seen('translate', 4_000);
    assert.equal(expected.of('chat', 4_096), 400);
    assert.equal(expected.of('translate', 4_096), 760);
  });
});
