import assert from 'node:assert/strict';
import fc from 'fast-check';
import { titleOf } from '../../../../src/core/conversation/conversationTitle.ts';
import { withoutUris } from '../../../../src/core/conversation/exchange/attachedFiles.ts';
import { conversationJson } from '../../../../src/core/conversation/exchange/conversationJson.ts';
import { conversationMarkdown } from '../../../../src/core/conversation/exchange/conversationMarkdown.ts';
import type { ExportedConversation } from '../../../../src/core/conversation/exchange/exportedConversation.ts';
import { parseConversation } from '../../../../src/core/conversation/exchange/parseConversation.ts';
import { shownTurns } from '../../../../src/core/conversation/exchange/shownTurns.ts';
import { anyConversation, OWN_URI } from './generatedConversations.ts';
import { words } from './words.ts';

/** Parses an exported file. */
function throughFile(text: string): ExportedConversation {
  const parsed = parseConversation(new TextEncoder().encode(text));
  if (typeof parsed === 'string') assert.fail(`${parsed}: ${JSON.stringify(text)}`);
  return parsed;
}

describe('A conversation that is exported and imported', () => {
  it('keeps all its branches in JSON', () => {
    fc.assert(
      fc.property(anyConversation, exported => {
        const { title, conversation } = throughFile(conversationJson(exported));
        assert.deepEqual(conversation, { ...exported.conversation, turns: withoutUris(exported.conversation.turns) });
        assert.equal(title, titleOf(exported.title));
      }),
      { numRuns: 500 },
    );
  });

  it('keeps the questions, attachments and answers of the shown branch in Markdown', () => {
    fc.assert(
      fc.property(anyConversation, exported => {
        const { conversation } = throughFile(conversationMarkdown(exported, words));
        const shown = withoutUris(shownTurns(exported.conversation));
        const textless = ({ parent: _, ...turn }: (typeof shown)[number]): unknown => ({
          ...turn,
          answer: { ...turn.answer, reasoning: '' },
        });
        assert.deepEqual(conversation.turns.map(textless), shown.map(textless));
        assert.deepEqual(
          conversation.turns.map(({ parent }) => parent),
          [undefined, ...shown.slice(0, -1).map(({ id }) => id)],
        );
        assert.equal(conversation.tip, shown.at(-1)?.id);
      }),
      { numRuns: 1_000 },
    );
  });

  it('does not reveal local paths', () => {
    fc.assert(
      fc.property(anyConversation, exported => {
        for (const text of [conversationJson(exported), conversationMarkdown(exported, words)])
          assert.ok(!text.includes(OWN_URI), text);
      }),
      { numRuns: 200 },
    );
  });

  it('does not change when it is exported again', () => {
    fc.assert(
      fc.property(anyConversation, exported => {
        const once = conversationMarkdown(exported, words);
        const again = throughFile(once);
        assert.deepEqual(throughFile(conversationMarkdown(again, words)), again);
      }),
      { numRuns: 200 },
    );
  });
});
