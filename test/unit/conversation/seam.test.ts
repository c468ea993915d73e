import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Seam } from '../../../src/core/conversation/seam.ts';

/** Returns the joined text when the continuation arrives in pieces of the given length. */
function joined(before: string, more: string, length = more.length): string {
  const seam = new Seam(before);
  let text = before;
  for (let start = 0; start < more.length; start += length) text += seam.take(more.slice(start, start + length));
  return text + seam.rest();
}

const CUT = '```ts\nlet a = f(';

describe('The seam of a continued answer', () => {
  for (const [before, more, text] of [
    ['It is', ' so.', 'It is so.'],
    ['It is', '```ts\nx\n```', 'It is```ts\nx\n```'],
    [CUT, 'b);\n```\nDone.', `${CUT}b);\n\`\`\`\nDone.`],
    [CUT, '```ts\nb);\n```', `${CUT}b);\n\`\`\``],
    [CUT, '\n```typescript\nb);', `${CUT}b);`],
    [CUT, '```\nDone.', `${CUT}\n\`\`\`\nDone.`],
    [`${CUT}b);\n`, '```\nDone.', `${CUT}b);\n\`\`\`\nDone.`],
    [CUT, '```', `${CUT}\n\`\`\``],
    [CUT, '``', `${CUT}\`\``],
    [CUT, '`x`);', `${CUT}\`x\`);`],
    [CUT, '``` `', `${CUT}\`\`\` \``],
    [CUT, '~~~ ~', `${CUT}~~~ ~`],
    [CUT, '\n  b);', `${CUT}\n  b);`],
    ['', '```ts\nx', '```ts\nx'],
    [CUT, '', CUT],
  ] as const) {
    it(`joins ${JSON.stringify(before)} and ${JSON.stringify(more)}, however the pieces come`, () => {
      for (const length of [1, 2, 5, 100]) assert.equal(joined(before, more, length), text, `pieces of ${length}`);
    });
  }

  it('drops nothing but a line that reopens the code block', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[`~a \n]{0,16}$/), fc.integer({ min: 1, max: 4 }), (more, length) => {
        const text = joined(CUT, more, length);
        assert.ok(text.startsWith(CUT));
        assert.equal(text, joined(CUT, more));
        const isReopened = /^\s*(?:`{3,}[^`\n]*[^`\s][^`\n]*|~{3,}[^~\n]*[^~\s][^~\n]*)(?:\n|$)/.test(more);
        const letters = (of: string): string => of.replaceAll(/\s/g, '');
        if (!isReopened) assert.equal(letters(text), letters(CUT + more));
      }),
      { numRuns: 2_000 },
    );
  });
});
