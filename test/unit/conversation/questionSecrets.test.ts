import assert from 'node:assert/strict';
import { secretsIn, withoutSecrets } from '../../../src/core/conversation/secrets/questionSecrets.ts';
import type { NewQuestion } from '../../../src/core/conversation/nextTurn.ts';
import { madeUp } from '../../support/madeUpSecret.ts';

const TOKEN = `ghp_${madeUp('letters', 36)}`;

function question(text: string, code: string, prompt = text): NewQuestion {
  const attachment = {
    id: 'a',
    path: 'src/login.ts',
    languageId: 'typescript',
    startLine: 10,
    endLine: 12,
    text: code,
  };
  return { feature: 'chat', question: text, prompt, attachments: [attachment] };
}

describe('Secrets in a question', () => {
  it('are reported with file and line, and those of the typed text with their line', () => {
    assert.deepEqual(secretsIn(question(`Why?\nmy token is ${TOKEN}`, 'let a;\nconst password = "hunter22";')), [
      { kind: 'githubToken', value: TOKEN, line: 2 },
      { kind: 'password', value: 'hunter22', path: 'src/login.ts', line: 11 },
    ]);
  });

  it('are reported once when the typed text is also the prompt', () => {
    assert.equal(secretsIn(question(TOKEN, '')).length, 1);
    assert.deepEqual(secretsIn(question('Fix this code', '', `Problems: ${TOKEN}`)), [
      { kind: 'githubToken', value: TOKEN },
    ]);
  });

  it('are found everywhere once one occurrence identifies them', () => {
    const asked = question(
      'Why is hunter22 refused?',
      'password = "hunter22"\nlogin("hunter22")',
      'line 2: "hunter22" is bad',
    );
    assert.equal(secretsIn(asked).length, 4);
    const sent = withoutSecrets(asked, new Set(['hunter22']));
    assert.ok(!JSON.stringify(sent).includes('hunter22'));
    assert.equal(sent.question, 'Why is [secret removed: password or key] refused?');
    assert.equal(
      sent.attachments[0]?.text,
      'password = "[secret removed: password or key]"\nlogin("[secret removed: password or key]")',
    );
  });

  it('are masked only when the user chose to mask them', () => {
    const asked = question(TOKEN, 'password = "hunter22"');
    const sent = withoutSecrets(asked, new Set([TOKEN]));
    assert.equal(sent.question, '[secret removed: GitHub token]');
    assert.equal(sent.prompt, '[secret removed: GitHub token]');
    assert.equal(sent.attachments[0]?.text, 'password = "hunter22"');
  });

  it('are not reported for a question without any, which stays unchanged', () => {
    const asked = question('为什么？', 'const a = 1;');
    assert.deepEqual(secretsIn(asked), []);
    assert.deepEqual(withoutSecrets(asked, new Set()), asked);
  });
});
