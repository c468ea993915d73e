import assert from 'node:assert/strict';
import fc from 'fast-check';
import { canonicalJson } from '../../../src/core/cache/canonicalJson.ts';
import { MessageDigest } from '../../../src/core/cache/messageDigest.ts';
import { sha256 } from '../../../src/core/cache/sha256.ts';
import type { ChatMessage } from '../../../src/core/chat.ts';

/** Long enough for its digest to be cached. */
const LONG = '文'.repeat(5_000);
/** More than the overhead of continuing a digest. */
const FEW_BYTES = 400;

describe('MessageDigest', () => {
  let hashedBytes: number;
  let digests: MessageDigest;

  beforeEach(() => {
    hashedBytes = 0;
    digests = new MessageDigest(text => {
      hashedBytes += Buffer.byteLength(text);
      return sha256(text);
    });
  });

  /** Returns how many bytes are hashed for these messages. */
  const cost = (messages: readonly ChatMessage[]): number => {
    const before = hashedBytes;
    digests.of(messages);
    return hashedBytes - before;
  };

  it('hashes only the new messages when a long conversation continues', () => {
    const conversation = [user(LONG), assistant(LONG), user('and now?')];
    assert.ok(cost(conversation) > 30_000);
    const next = cost([...copyOf(conversation), assistant('this'), user('and then?')]);
    assert.ok(next < FEW_BYTES, `${next} bytes`);
  });

  it('hashes the same messages once', () => {
    const conversation = [user('hello')];
    digests.of(conversation);
    assert.equal(cost(conversation), 0);
  });

  it('hashes only from an edited message on', () => {
    const [first, second, third] = [user(LONG), assistant(LONG), user('and now?')];
    digests.of([first, second, third]);
    assert.ok(cost([first, second, user('or rather?')]) < FEW_BYTES);
    assert.ok(cost([first, assistant('edited'), third]) < 2 * FEW_BYTES);
    assert.ok(cost([user('edited'), second, third]) > 15_000);
  });

  it('hashes a long beginning once for all questions that share it', () => {
    const system: ChatMessage = { role: 'system', content: LONG };
    digests.of([system, user('first')]);
    for (const question of ['second', 'third', 'fourth']) assert.ok(cost([system, user(question)]) < FEW_BYTES);
  });

  it('continues from the conversation with the longest common beginning', () => {
    const system: ChatMessage = { role: 'system', content: LONG };
    const conversation = [system, user(LONG), assistant(LONG)];
    digests.of([system, user('something before')]);
    digests.of(conversation);
    digests.of([system, user('something after')]);
    assert.ok(cost([...copyOf(conversation), user('go on')]) < FEW_BYTES);
  });

  it('distinguishes different tool calls after the same text', () => {
    const calling = (name: string): ChatMessage[] => [
      { role: 'assistant', content: LONG, toolCalls: [{ id: '1', name, arguments: '{}' }] },
    ];
    assert.notEqual(digests.of(calling('clock')), digests.of(calling('calendar')));
  });

  it('remembers a long conversation through any number of short ones', () => {
    const conversation = [user(LONG)];
    digests.of(conversation);
    for (let count = 0; count < 100; count++) digests.of([user(`short ${count}`)]);
    assert.ok(cost([...copyOf(conversation), user('go on')]) < FEW_BYTES);
  });

  it('remembers the latest of many long conversations', () => {
    const conversations = Array.from({ length: 9 }, (_, number) => [user(`${number} ${LONG}`)]);
    for (const conversation of conversations) digests.of(conversation);
    const [first = [], second = []] = conversations;
    assert.ok(cost([...second, user('go on')]) < FEW_BYTES);
    assert.ok(cost([...first, user('go on')]) > 15_000);
  });

  it('remembers one conversation once, however many turns it has', () => {
    const other = [user(`other ${LONG}`)];
    digests.of(other);
    let conversation = [user(LONG)];
    for (let turn = 0; turn < 20; turn++) {
      conversation = [...conversation, assistant(`answer ${turn}`), user(`question ${turn}`)];
      digests.of(conversation);
    }
    assert.ok(cost([...other, user('go on')]) < FEW_BYTES);
  });

  it('remembers no more than two million characters', () => {
    const [one, two] = ['a', 'b'].map(letter => [user(letter.repeat(1_200_000))]);
    assert.ok(one && two);
    digests.of(one);
    digests.of(two);
    assert.ok(cost([...two, user('go on')]) < FEW_BYTES);
    assert.ok(cost([...one, user('go on')]) > 1_000_000);
  });

  it('evicts nothing for a conversation that is too long to be remembered', () => {
    const conversation = [user(LONG)];
    const huge = [user('a'.repeat(2_000_001))];
    digests.of(conversation);
    digests.of(huge);
    assert.ok(cost([...conversation, user('go on')]) < FEW_BYTES);
    assert.ok(cost([...huge, user('go on')]) > 2_000_000);
  });

  it('returns the same digest whatever was hashed before', () => {
    const texts = ['a', 'b', LONG, `${LONG}b`];
    const message = fc.constantFrom(...texts.flatMap(text => [user(text), assistant(text)]));
    const conversations = fc.array(fc.array(message, { maxLength: 4 }), { maxLength: 12 });
    fc.assert(
      fc.property(conversations, each => {
        const remembering = new MessageDigest();
        for (const messages of each) assert.equal(remembering.of(copyOf(messages)), plainDigest(messages));
      }),
    );
  });
});

function user(content: string): ChatMessage {
  return { role: 'user', content };
}

function assistant(content: string): ChatMessage {
  return { role: 'assistant', content };
}

/** Copies messages, because the next question has the same content in different objects. */
function copyOf(messages: readonly ChatMessage[]): ChatMessage[] {
  return messages.map(message => ({ ...message }));
}

function plainDigest(messages: readonly ChatMessage[]): string {
  return messages.reduce((digest, message) => sha256(`${digest}${canonicalJson(message)}`), '');
}
