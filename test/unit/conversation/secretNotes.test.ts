import assert from 'node:assert/strict';
import type { NewQuestion } from '../../../src/core/conversation/nextTurn.ts';
import { secretsIn, withoutSecrets } from '../../../src/core/conversation/secrets/questionSecrets.ts';
import { secretNotes, withSecrets } from '../../../src/core/conversation/secrets/secretNotes.ts';
import { madeUp, madeUpPem } from '../../support/madeUpSecret.ts';

const PASSWORD = 'hunter2!Tsdf9';
const NOTE = '[secret removed: password or key]';

function about(code: string): NewQuestion {
  const attachment = { id: 'a', path: 'a.ts', languageId: '', startLine: 1, endLine: 1, text: code };
  return { feature: 'edit', question: 'shorten it', prompt: 'shorten it', attachments: [attachment] };
}

/** Masks all secrets of a question about the code; returns what is sent and a function that restores the secrets. */
function masked(code: string): { readonly sent: string; readonly restore: (answer: string) => string | undefined } {
  const question = about(code);
  const sent = withoutSecrets(question, new Set(secretsIn(question).map(({ value }) => value)));
  const notes = secretNotes(question, sent);
  return { sent: sent.attachments[0]?.text ?? '', restore: answer => withSecrets(answer, notes, code, code) };
}

describe('Secrets that were sent as notes', () => {
  it('are put back where the answer has their notes', () => {
    const { sent, restore } = masked(`const password = "${PASSWORD}";\nconnect(password);\n`);
    assert.equal(sent, `const password = "${NOTE}";\nconnect(password);\n`);
    assert.equal(restore(`connect("${NOTE}");\nagain("${NOTE}")`), `connect("${PASSWORD}");\nagain("${PASSWORD}")`);
    assert.equal(restore('no note'), 'no note');
  });

  it('replace the line breaks that followed the note when they span several lines', () => {
    const pem = madeUpPem();
    const code = `const key = \`${pem.replaceAll('\n', '\r\n')}\`;\r\nuse(key);\r\n`;
    const { sent, restore } = masked(code);
    const lines = sent.replaceAll('\r\n', '\n');
    assert.ok(lines.includes('[secret removed: private key]\n\n'));
    const expected = `const key = \`${pem}\`;\nuse(key);\n`;
    assert.equal(restore(lines), expected);
    assert.equal(restore(lines.replace(/\]\n+/, ']')), expected, 'a model may leave them out');
  });

  it('are not guessed when one note stands for two of them', () => {
    const { restore } = masked(`password = "${PASSWORD}"\nother_password = "0ther!Sdfk3"\n`);
    assert.equal(restore(`password = "${NOTE}"\n`), undefined);
    assert.equal(restore('password = ask()\n'), 'password = ask()\n');
  });

  it('are not guessed when the answer has a note that was never sent', () => {
    assert.equal(masked('a = 1\n').restore(`a = "${NOTE}"`), undefined);
  });

  it('are distinguished from text in the code that looks like a note', () => {
    assert.equal(masked(`a = "${NOTE}"\n`).restore(`b = "${NOTE}"`), `b = "${NOTE}"`);
    const { restore } = masked(`a = "${NOTE}"\npassword = "${PASSWORD}"\n`);
    assert.equal(restore(`a = "${NOTE}"\n`), undefined);
  });

  it('are not inserted into another file, such as the tests of the code', () => {
    const question = about(`password = "${PASSWORD}"\n`);
    const sent = withoutSecrets(question, new Set([PASSWORD]));
    const notes = secretNotes(question, sent);
    assert.equal(withSecrets(`login("${NOTE}")`, notes, '', 'import login\n'), undefined);
    assert.equal(withSecrets('login("made up")', notes, '', ''), 'login("made up")');
  });

  it('are only those that were masked', () => {
    const token = `ghp_${madeUp('letters', 36)}`;
    const question = about(`password = "${PASSWORD}"\ntoken = "${token}"\n`);
    const sent = withoutSecrets(question, new Set([token]));
    assert.deepEqual(
      [...secretNotes(question, sent)].map(([note, values]) => [note, [...values]]),
      [['[secret removed: GitHub token]', [token]]],
    );
  });
});
