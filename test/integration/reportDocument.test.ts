import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { ReportDocument } from '../../src/host/diagnosis/reportDocument.ts';
import { changeOf, documentOf } from './virtualDocument.ts';

describe('The report of a diagnosis', () => {
  it('replaces the previous report', async () => {
    const report = new ReportDocument();
    try {
      await report.show('One', 'Report');
      const shown = await documentOf('wenxin-report');
      await changeOf(shown, () => report.show('Other', 'Report'));
      assert.equal(shown.getText(), 'Other');
    } finally {
      await vscode.commands.executeCommand('workbench.action.closeAllEditors');
      report.dispose();
    }
  });
});
