import fc from 'fast-check';
import type { Turn } from '../../../../src/core/conversation/conversation.ts';
import type { ExportedConversation } from '../../../../src/core/conversation/exchange/exportedConversation.ts';
import { exampleTurn } from '../../../support/exampleTurn.ts';

/** Pieces of Markdown and text that looks like our own markers. */
const SPITEFUL = [
  '```',
  '````ts',
  '~~~',
  '\n',
  '\r\n',
  '\r',
  '\n\n',
  '## ',
  '> ',
  '# ',
  '-->',
  '<!--',
  '<!-- wenxin:answer 0 -->',
  '<!-- /wenxin:answer 0 -->',
  '<!-- wenxin:turn {} -->',
  '<!-- wenxin:turn {"attachments":[],"turn":{}} -->',
  '\ud800',
  '\udc00x',
  '😀',
  '\u2028',
  '\u0000',
  '\ufeff',
  '互斥锁',
  ' ',
  '\\u002d',
  '--',
];

const text = fc
  .array(
    fc.oneof(fc.constantFrom(...SPITEFUL), fc.string({ unit: 'binary', maxLength: 12 }), fc.string({ maxLength: 12 })),
    {
      maxLength: 8,
    },
  )
  .map(parts => parts.join(''));

/** A local path that must not be exported. */
export const OWN_URI = 'file:///home/somebody/shop/a.ts';

/** Objects with the usual prototype, as JSON creates them. */
const plain = { noNullPrototype: true };

const attachment = fc.record(
  {
    id: fc.uuid(),
    path: text,
    languageId: fc.oneof(fc.constantFrom('typescript', 'c++', '', 'a`b', 'x\ny'), text),
    startLine: fc.integer({ min: 1 }),
    endLine: fc.integer({ min: 1 }),
    text,
    uri: fc.constant(OWN_URI),
  },
  { ...plain, requiredKeys: ['id', 'path', 'languageId', 'startLine', 'endLine', 'text'] },
);

const facts = fc.record(
  {
    feature: fc.constantFrom('chat', 'explain', 'fix'),
    question: text,
    prompt: text,
    attachments: fc.array(attachment, { maxLength: 3 }),
    askedAtMs: fc.nat(),
    state: fc.constantFrom('finished', 'stopped', 'failed'),
    model: text,
    answer: text,
    reasoning: text,
    title: text,
  },
  plain,
);

/** Conversations with several branches and arbitrary text. */
export const anyConversation: fc.Arbitrary<ExportedConversation> = fc
  .record({ id: fc.uuid(), title: text, turns: fc.array(facts, { minLength: 1, maxLength: 5 }), seed: fc.nat() })
  .map(({ id, title, turns: generated, seed }) => {
    const turns: Turn[] = generated.map(
      ({ feature, state, model, answer, reasoning, title: source, ...rest }, place) => ({
        ...exampleTurn(`${id} ${place}`, {
          ...rest,
          feature,
          answer: {
            state,
            model,
            text: answer,
            reasoning,
            citations: [{ index: 1, url: `https://example.com/${place}`, title: source }],
            ...(state === 'failed' && { failure: { kind: 'busy' as const, requestId: source } }),
          },
        }),
        ...(place > 0 && { parent: `${id} ${(seed + place) % place}` }),
      }),
    );
    return { title, conversation: { id, turns, tip: turns[seed % turns.length]?.id } };
  });
