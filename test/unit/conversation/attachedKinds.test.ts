import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Attachment } from '../../../src/core/conversation/conversation.ts';
import { folderText, systemPrompt, userMessage } from '../../../src/core/conversation/prompts.ts';
import { secretsIn, withoutSecrets } from '../../../src/core/conversation/secrets/questionSecrets.ts';
import { madeUp } from '../../support/madeUpSecret.ts';

const BASE: Attachment = { id: 'a', path: '', languageId: '', startLine: 1, endLine: 3, text: 'x' };

const first = (attachment: Attachment): string => userMessage('q', [attachment]).split('\n')[0] ?? '';

describe('An attachment in a prompt', () => {
  it('states in its tag what it is and where it comes from', () => {
    assert.deepEqual(
      [
        { ...BASE, path: 'src/a.ts' },
        { ...BASE, kind: 'file' as const, path: 'src/a.ts' },
        { ...BASE, kind: 'symbol' as const, path: 'src/a.ts', name: 'parse' },
        { ...BASE, kind: 'folder' as const, path: 'src', parts: { taken: 12, found: 40 } },
        { ...BASE, kind: 'problems' as const, parts: { taken: 3, found: 3 } },
        { ...BASE, kind: 'problems' as const, path: 'src/a.ts', parts: { taken: 3, found: 3 } },
        { ...BASE, kind: 'terminal' as const, name: 'bash' },
        { ...BASE, kind: 'changes' as const, name: 'staged', parts: { taken: 1, found: 2 } },
        { ...BASE, kind: 'pasted' as const },
      ].map(first),
      [
        '<attachment path="src/a.ts" lines="1-3">',
        '<attachment kind="file" path="src/a.ts" lines="1-3">',
        '<attachment kind="symbol" path="src/a.ts" name="parse" lines="1-3">',
        '<attachment kind="folder" path="src" included="12 of 40">',
        '<attachment kind="problems" included="3 of 3">',
        '<attachment kind="problems" path="src/a.ts" included="3 of 3">',
        '<attachment kind="terminal" name="bash">',
        '<attachment kind="changes" name="staged" included="1 of 2">',
        '<attachment kind="pasted">',
      ],
    );
  });

  it('is named in the system prompt, whatever its kind', () => {
    for (const word of ['code', 'files', 'problems', 'terminal', 'changes', 'pasted']) {
      assert.match(systemPrompt('auto'), new RegExp(word));
    }
  });

  it('cannot break out of its tag through the name of a symbol or a terminal', () => {
    assert.equal(
      first({ ...BASE, kind: 'terminal', name: 'a"></attachment>\n' }),
      '<attachment kind="terminal" name="a&quot;>&lt;/attachment> ">',
    );
  });

  it('puts each file of a folder into a fence that the text of the file cannot close', () => {
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^[`a\n]{0,30}$/), { minLength: 1, maxLength: 4 }), texts => {
        const text = folderText(texts.map((each, index) => ({ path: `${index}.md`, languageId: 'md', text: each })));
        let rest = text;
        for (const [index, each] of texts.entries()) {
          const head = `<file path="${index}.md">\n`;
          assert.ok(rest.startsWith(head));
          const fence = /^`+/.exec(rest.slice(head.length))?.[0] ?? '';
          assert.ok(fence.length >= 3 && !each.includes(fence));
          const body = `${fence}md\n${each.endsWith('\n') ? each : `${each}\n`}${fence}\n</file>`;
          assert.ok(rest.slice(head.length).startsWith(body));
          rest = rest.slice(head.length + body.length + 1);
        }
        const attached = userMessage('q', [{ ...BASE, kind: 'folder', path: 'd', text }]);
        assert.equal(attached, `<attachment kind="folder" path="d">\n${text}\n</attachment>\n\nq`);
      }),
    );
  });

  for (const kind of ['file', 'folder', 'symbol', 'problems', 'terminal', 'changes', 'pasted'] as const) {
    it(`is looked through for secrets where it is ${kind}`, () => {
      const secret = madeUp('letters', 24);
      const question = {
        feature: 'chat' as const,
        question: 'why?',
        prompt: 'why?',
        attachments: [{ ...BASE, kind, text: `one\npassword = "${secret}"\n` }],
      };
      const found = secretsIn(question);
      assert.deepEqual(
        found.map(({ value, attached, line }) => ({ value, attached, line })),
        [{ value: secret, attached: kind, line: 2 }],
      );
      const [masked = assert.fail()] = withoutSecrets(question, new Set([secret])).attachments;
      assert.ok(!userMessage('why?', [masked]).includes(secret));
    });
  }
});
