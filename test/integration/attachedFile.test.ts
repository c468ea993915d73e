import assert from 'node:assert/strict';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { attachedFile } from '../../src/host/context/attachedFile.ts';
import { applyCode } from '../../src/host/editing/applyCode.ts';
import { ApplyStage } from './applyStage.ts';
import { LEAVE, Person } from './person.ts';

describe('Code for an attached file', () => {
  let stage: ApplyStage;

  beforeEach(() => {
    stage = new ApplyStage();
  });

  afterEach(() => stage.close());

  it('is never applied to a file other than the named one', async () => {
    const attachment = await stage.attached('a.ts', 'one\n', 'one\n');
    await stage.attached('b.ts', 'b\n', 'b\n');
    await vscode.window.showTextDocument(vscode.Uri.file(join(stage.inside, 'b.ts')));
    const others = [join(stage.inside, '.env'), join(stage.outside, '.bashrc'), join(stage.outside, 'a.ts')];
    for (const file of others) {
      await stage.attached(file, 'one\n', 'one\n');
      const forged = { ...attachment, uri: vscode.Uri.file(file).toString() };
      const person = new Person([LEAVE]);
      await person.during(() => applyCode(stage.proposals, { language: '', text: 'two' }, [forged]));
      assert.match(person.seen.join(), /^pick:\n[^]*\nWhole File · /);
      assert.doesNotMatch(person.seen.join(), /a\.ts/);
    }
    for (const uri of ['', 'a.ts', '1:x']) assert.equal(attachedFile({ ...attachment, uri }), undefined);
    assert.equal(attachedFile(attachment)?.toString(), attachment.uri);
  });
});
