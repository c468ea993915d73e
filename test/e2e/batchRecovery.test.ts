import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { BATCH_SETTINGS } from '../support/simulator/settings.ts';
import { killExtensionHost } from '../support/vscode/extensionHosts.ts';
import type { Workbench } from '../support/vscode/workbench.ts';
import { answeredItems, itemNames, itemOf, requestLines, resultLines } from './batchFiles.ts';
import { BatchView } from './batchView.ts';
import { eventually } from './eventually.ts';
import { ledgerRows } from './ledgerFile.ts';
import { setStage, type Stage } from './stage.ts';

const MANY = 40;
const FEW = 5;
/** The extension host is killed when this many items are answered. */
const KILLED_AT = [6, 14, 22];

describe('A batch in progress', () => {
  let stage: Stage;
  let window: Workbench;
  let batches: BatchView;

  before(async () => {
    stage = await setStage();
    await writeFile(path.join(stage.workspace, 'many.jsonl'), requestLines('many', MANY));
    await writeFile(path.join(stage.workspace, 'few.jsonl'), requestLines('few', FEW));
    window = await stage.openWindow();
    batches = new BatchView(window);
  });

  after(() => stage.close());

  it('answers and charges each item once although the extension host is killed three times', async () => {
    stage.simulator.script({ answer: { text: '一句接一句。'.repeat(10) }, delivery: { chunkMs: 20 } }, 'always');
    await batches.runFile('many.jsonl');
    await window.quickInput.pick('Start Now');
    const again: string[] = [];
    for (const count of KILLED_AT) {
      await eventually(
        () => answeredItems(stage.server).length,
        answered => answered >= count,
      );
      await killExtensionHost(stage.server);
      const answered = answeredItems(stage.server);
      const sentBefore = stage.simulator.requests().length;
      await window.reload();
      const unfinished = window.notifications.with(`A batch is unfinished (${answered.length} of ${MANY}).`);
      assert.deepEqual(await window.notifications.buttonsOf(unfinished), ['Resume', 'Later', 'Discard']);
      assert.equal(stage.simulator.requests().length, sentBefore, 'nothing goes on by itself');
      // VS Code hides the question after a while.
      if (again.length === 0) await window.screenshot('batch-unfinished-en');
      await window.notifications.press(unfinished, 'Resume');
      await stage.simulator.when(records => records.length > sentBefore);
      again.push(...answered.map(item => `${sentBefore} ${item}`));
    }
    await window.notifications.with(`all ${MANY} done`).waitFor();

    const records = stage.simulator.requests();
    const sentAgain = again.filter(line => {
      const [before = '', item = ''] = line.split(' ');
      return records.slice(Number(before)).some(record => itemOf(record) === item);
    });
    assert.deepEqual(sentAgain, []);
    assert.deepEqual(stage.simulator.violations(), []);
    const ids = resultLines(stage.server, 'many-1').map(({ custom_id: id }) => id);
    assert.deepEqual(ids.toSorted(), itemNames('many', MANY).toSorted());
    const rows = ledgerRows(stage.server);
    const settled = rows.filter(({ state }) => state === 1);
    const byId = new Map(records.map(record => [record.requestId, record]));
    assert.equal(settled.length, MANY);
    assert.deepEqual(
      settled.map(({ amount }) => amount),
      settled.map(({ request }) => byId.get(request ?? '')?.bill.amountNanoYuan),
    );
    const lost = rows.filter(({ state }) => state !== 1);
    assert.deepEqual([...new Set(lost.map(({ state }) => state))], [2]);
    assert.ok(records.length - MANY <= lost.length, `${records.length} requests, ${lost.length} lost`);
  });

  it('is fetched from the service’s batch inference after a reload, and booked at its price', async () => {
    const { simulator } = stage;
    const before = ledgerRows(stage.server).length;
    const paidBefore = simulator.account().amountNanoYuan;
    simulator.configure({ batches: { ...BATCH_SETTINGS, validatingMs: 3_600_000 } });
    await batches.runFile('few.jsonl');
    await window.quickInput.row("Hand to Baidu's Batch Inference").waitFor();
    await window.screenshot('batch-ways-en');
    await window.quickInput.pick("Hand to Baidu's Batch Inference");
    await simulator.when(records => records.some(({ method, path }) => method === 'GET' && path.includes('/batches/')));
    await batches.job(/few\.jsonl, .*0 of 5 done/).waitFor();
    simulator.configure({ batches: BATCH_SETTINGS });
    await window.reload();
    await window.notifications.with(`all ${FEW} done`).waitFor();
    await batches.job(/few\.jsonl, Done, 5 of 5 done/).waitFor();
    await window.screenshot('batch-fetched-en');

    assert.deepEqual(simulator.violations(), []);
    const lines = resultLines(stage.server, 'few-1');
    assert.deepEqual(lines.map(({ custom_id: id }) => id).toSorted(), itemNames('few', FEW));
    assert.ok(lines.every(({ response }) => response?.status_code === 200));
    const rows = ledgerRows(stage.server).slice(before);
    assert.equal(rows.length, FEW);
    const booked = rows.reduce((sum, { amount }) => sum + (amount ?? 0), 0);
    assert.equal(booked, simulator.account().amountNanoYuan - paidBefore);
    assert.ok(booked > 0);
  });
});
