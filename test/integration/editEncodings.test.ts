import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { proposedEdit } from '../../src/core/code/edit/newText.ts';
import type { SmallEdit } from '../../src/core/code/smallestEdit.ts';
import { COMMANDS } from '../../src/host/ids.ts';
import { seededRandom } from '../support/seededRandom.ts';
import { type GeneratedEdit, generatedEdits } from '../unit/code/edit/generatedEdits.ts';
import { block, EditStage } from './editStage.ts';
import { LEAVE } from './person.ts';

/** VS Code's names of encodings, with their byte order marks. */
const ENCODINGS: readonly (readonly [encoding: string, mark: readonly number[]])[] = [
  ['utf8', []],
  ['utf8bom', [0xef, 0xbb, 0xbf]],
  ['utf16le', [0xff, 0xfe]],
  ['utf16be', [0xfe, 0xff]],
  ['gbk', []],
  ['gb18030', []],
  ['shiftjis', []],
  ['iso88591', []],
];

const CASES_EACH = 3;

/** Limit of changes per case, because VS Code needs a while for each. */
const MOST_PLACES = 3;

/** Encodes a text without the byte order mark. */
async function encoded(text: string, encoding: string, mark: readonly number[]): Promise<Buffer> {
  const bytes = Buffer.from(await vscode.workspace.encode(text, { encoding }));
  return bytes.subarray(mark.length > 0 && bytes.indexOf(Buffer.from(mark)) === 0 ? mark.length : 0);
}

/** Replaces the characters of a text that the encoding cannot represent. */
async function sayable(text: string, encoding: string): Promise<string> {
  const read = await vscode.workspace.decode(await vscode.workspace.encode(text, { encoding }), { encoding });
  return read.replaceAll('?', '.');
}

/**
 * Returns the first cases, adapted to the encoding, with several changes and one kind of line ending: VS Code gives
 * extensions no other text.
 */
async function casesOf(encoding: string, from: readonly GeneratedEdit[]): Promise<GeneratedEdit[]> {
  const found: GeneratedEdit[] = [];
  for (const each of from) {
    if (found.length === CASES_EACH) break;
    const parts = [
      each.before.slice(0, each.start),
      each.before.slice(each.start, each.end),
      each.before.slice(each.end),
    ];
    const [head = '', selected = '', tail = ''] = await Promise.all(parts.map(part => sayable(part, encoding)));
    const code = await sayable(each.code, encoding);
    const before = head + selected + tail;
    const kinds = new Set(before.match(/\r\n|\r|\n/g));
    const edit = { name: each.name, before, start: head.length, end: head.length + selected.length, code };
    const places = proposedEdit(edit, code).hunks.length;
    const isOne = kinds.size === 1 && !kinds.has('\r') && !code.includes('```');
    if (isOne && places > 1 && places <= MOST_PLACES) found.push(edit);
  }
  return found;
}

/** Returns the expected file: the accepted changes, and the original bytes between them. */
async function expectedBytes(
  original: Buffer,
  before: string,
  accepted: readonly SmallEdit[],
  [encoding, mark]: (typeof ENCODINGS)[number],
): Promise<Buffer> {
  const size = async (text: string): Promise<number> => (await encoded(text, encoding, mark)).length;
  const pieces: Buffer[] = [original.subarray(0, mark.length)];
  let at = mark.length;
  let offset = 0;
  for (const { start, end, text } of accepted) {
    const kept = await size(before.slice(offset, start));
    pieces.push(original.subarray(at, at + kept), await encoded(text, encoding, mark));
    at += kept + (await size(before.slice(start, end)));
    offset = end;
  }
  return Buffer.concat([...pieces, original.subarray(at)]);
}

describe('Edits of files on disk', () => {
  let stage: EditStage;

  beforeEach(() => {
    stage = new EditStage();
  });

  afterEach(() => stage.close());

  for (const [index, each] of ENCODINGS.entries()) {
    const [encoding, mark] = each;
    it(`change no byte outside of what is accepted, in ${encoding}`, async () => {
      const random = seededRandom(index);
      const generated = generatedEdits(300);
      const cases = await casesOf(encoding, generated.slice(index * 30).concat(generated.slice(0, index * 30)));
      assert.equal(cases.length, CASES_EACH);
      for (const [number, edit] of cases.entries()) {
        const file = `${encoding}-${number}.txt`;
        const original = Buffer.concat([Buffer.from(mark), await encoded(edit.before, encoding, mark)]);
        const document = await stage.openedAt(file, original, edit, encoding);
        const { hunks } = proposedEdit(edit, edit.code);
        const wanted = hunks.map((_, at) => at === 0 || random() < 0.5);
        assert.deepEqual((await stage.edit(block(edit.code))).slice(1), [], edit.name);
        for (const isWanted of wanted) {
          assert.deepEqual(await stage.act(isWanted ? COMMANDS.acceptHunk : COMMANDS.rejectHunk), [], edit.name);
        }
        assert.equal(document.isDirty, false, edit.name);
        const accepted = hunks.filter((_, at) => wanted[at]);
        assert.deepEqual(
          await stage.bytes(file),
          await expectedBytes(original, edit.before, accepted, each),
          edit.name,
        );
        await vscode.commands.executeCommand('workbench.action.closeAllEditors');
      }
    });
  }

  it('need a confirmation for mixed line endings, which VS Code unifies on saving', async () => {
    await stage.opened('mixed.txt', 'one\r\ntwo\nthree\r\n', 'three');
    await stage.edit(block('THREE'));
    const question =
      'modal: “mixed.txt” has mixed line endings. When VS Code saves it, all of them will end with CRLF. [Apply Anyway]';
    assert.deepEqual(await stage.act(COMMANDS.acceptEdit, [LEAVE]), [question]);
    assert.equal(await stage.text('mixed.txt'), 'one\r\ntwo\nthree\r\n');
    assert.deepEqual(await stage.act(COMMANDS.acceptEdit, ['Apply Anyway']), [question]);
    assert.equal(await stage.text('mixed.txt'), 'one\r\ntwo\r\nTHREE\r\n');
  });

  it('are not requested for a file that was read in a wrong encoding', async () => {
    const gbk = Buffer.concat([Buffer.from([0xb6, 0xa9, 0xb5, 0xa5]), Buffer.from(' = 1\nb = 2\n')]);
    await stage.opened('gbk.py', gbk, 'b = 2');
    const seen = await stage.act(COMMANDS.editSelection, ['count', LEAVE]);
    assert.equal(
      seen[1],
      'warning: “gbk.py” is not UTF8 throughout: saving it would destroy the rest. Nothing was changed. [Reopen with Encoding]',
    );
    assert.deepEqual(stage.asked, []);
    assert.deepEqual(await stage.bytes('gbk.py'), gbk);
  });

  it('need a confirmation for code that the encoding cannot represent', async () => {
    await stage.opened('a.py', Buffer.from('b = 1\n'), 'b = 1', 'gbk');
    await stage.edit(block('b = "😀"'));
    const [question] = await stage.act(COMMANDS.acceptEdit, [LEAVE]);
    assert.match(question ?? '', /^modal: “a\.py” is saved as GBK, which cannot represent 😀\./);
    assert.equal(await stage.text('a.py'), 'b = 1\n');
  });
});
