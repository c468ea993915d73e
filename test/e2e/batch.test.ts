import assert from 'node:assert/strict';
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { REPOSITORY_FOLDER } from '../support/folders.ts';
import type { Person } from '../support/vscode/person.ts';
import { THEMES } from '../support/vscode/userSettings.ts';
import type { Workbench } from '../support/vscode/workbench.ts';
import { itemNames, itemOf, requestLines, resultLines } from './batchFiles.ts';
import { BatchView } from './batchView.ts';
import { openChat } from './chat.ts';
import { eventually } from './eventually.ts';
import { ledgerRows } from './ledgerFile.ts';
import { setStage, type Stage } from './stage.ts';

/** A small npm package, and the comment that the model proposes for one function in each of its files. */
const PACKAGE = 'cross-spawn';
const COMMENTS: readonly (readonly [file: string, fn: string, comment: string])[] = [
  ['index.js', 'spawn', 'Starts a program as `child_process.spawn` does, on Windows too.'],
  ['lib/enoent.js', 'notFoundError', 'The error Node would give for a program that is not there.'],
  ['lib/parse.js', 'detectShebang', 'Puts the interpreter that a script names in place of the script.'],
  ['lib/util/escape.js', 'escapeCommand', 'Escapes the name of a program for `cmd.exe`.'],
  ['lib/util/readShebang.js', 'readShebang', 'Reads the interpreter that the first line of a script names.'],
  ['lib/util/resolveCommand.js', 'resolveCommandAttempt', 'Looks for a program in the PATH of its options.'],
];
const FILES = COMMENTS.map(([file]) => `${PACKAGE}/${file}`);
const ACCEPTED = FILES.filter((_, index) => index % 2 === 0);

const SHARED = 20;
const BRIEF = 12;

describe('A batch', () => {
  let stage: Stage;
  let person: Person;
  let window: Workbench;
  let batches: BatchView;
  const originals = new Map<string, string>();
  const documented = new Map<string, string>();

  before(async () => {
    stage = await setStage({
      settings: { 'wenxin.maxConcurrency': 1, 'workbench.colorTheme': THEMES.dark.id },
    });
    for (const [file, fn, comment] of COMMENTS) {
      const from = path.join(REPOSITORY_FOLDER, 'node_modules', PACKAGE, file);
      const to = path.join(stage.workspace, PACKAGE, file);
      await mkdir(path.dirname(to), { recursive: true });
      await cp(from, to);
      const text = await readFile(to, 'utf8');
      originals.set(`${PACKAGE}/${file}`, text);
      documented.set(`${PACKAGE}/${file}`, text.replace(`function ${fn}(`, `/** ${comment} */\nfunction ${fn}(`));
    }
    await writeFile(path.join(stage.workspace, 'shared.jsonl'), requestLines('shared', SHARED));
    await writeFile(path.join(stage.workspace, 'brief.jsonl'), requestLines('brief', BRIEF));
    person = await stage.newPerson();
    window = await stage.openWindow({ person });
    batches = new BatchView(window);
  });

  after(() => stage.close());

  /** Waits until exactly these files have their proposed content, and all others their original content. */
  async function whenChanged(wanted: readonly string[]): Promise<void> {
    await eventually(
      async () => {
        const strangers: string[] = [];
        for (const file of FILES) {
          const text = await readFile(path.join(stage.workspace, file), 'utf8');
          if (text !== (wanted.includes(file) ? documented : originals).get(file)) strangers.push(file);
        }
        return strangers;
      },
      strangers => strangers.length === 0,
    );
  }

  it('shows what it will ask and cost before it starts, and sends nothing', async () => {
    await window.runCommand('Run Batch...');
    await window.quickInput.pick('Files by Pattern...');
    await window.quickInput.widget.getByText('Files whose paths fit').waitFor();
    await window.quickInput.answer(`${PACKAGE}/**/*.js`);
    await window.quickInput.pick('/document');
    await window.quickInput.row(`Each File (${FILES.length})`).first().click();
    await window.quickInput.row('Start Now').waitFor();
    await window.quickInput.widget.getByText(`Run Batch: /document · ${FILES.length} files`).waitFor();
    await window.screenshot('batch-dry-run-en');
    const summary = await window.quickInput.widget.getByText(/^6 items \(0 from the cache\), ¥/).innerText();
    const [, minutes = ''] = / (\S+) min$/.exec(summary) ?? [];
    await window.editor.active.getByText(`, ${minutes} minutes. The dry run sent nothing.`).waitFor();
    assert.equal(stage.simulator.requests().length, 0);
  });

  it('asks one item after the other, and shows its progress', async () => {
    for (const [index, file] of FILES.entries()) {
      const text = `\`\`\`javascript\n${documented.get(file)}\`\`\`\n`;
      stage.simulator.script({ answer: { text }, delivery: index === 3 ? { hold: { afterEvents: 1 } } : {} });
    }
    await window.quickInput.pick('Start Now');
    const job = batches.job('/document · 6 files, Running');
    await job.click();
    await batches.group('Done').click();
    await batches.item('index.js').waitFor();
    await window.screenshot('batch-running-en');
    stage.simulator.release();
    await batches.job(/Done, 6 of 6 done, ¥/).waitFor();
    assert.deepEqual(stage.simulator.violations(), []);
    const rows = ledgerRows(stage.server);
    assert.deepEqual(
      rows.map(({ amount, request }) => [amount, request]),
      stage.simulator.requests().map(({ bill, requestId }) => [bill.amountNanoYuan, requestId]),
    );
    assert.equal(rows.length, FILES.length);
    await whenChanged([]);
  });

  it('changes exactly the files whose changes are accepted, and can undo that', async () => {
    await acceptHalf(() => window.notifications.press(window.notifications.with(/all 6 done/), 'Review'));
    await whenChanged(ACCEPTED);
    const made = window.notifications.with(/^Changes made/);
    assert.equal(await window.notifications.textOf(made), 'Changes made: 3. Files: 3.');
    await window.screenshot('batch-applied-en');
    await batches.item(/index.*accepted/).waitFor();
    await window.notifications.press(made, 'Undo All');
    await batches.item(/index.*accepted/).waitFor({ state: 'detached' });
    await whenChanged([]);
  });

  it('does not offer rejected changes again', async () => {
    await acceptHalf(() => batches.choose(batches.job('/document'), 'Review Changes of Batch'));
    await whenChanged(ACCEPTED);
    await window.notifications.press(window.notifications.with(/^Changes made/), 'Reject the Rest');
    await batches.item(/enoent.*rejected/).waitFor();
    await whenChanged(ACCEPTED);
    await window.screenshot('batch-reviewed-en');
  });

  it('is shared by two windows: each item is asked once, and a chat question does not wait for the rest', async () => {
    const { simulator } = stage;
    // Keeps the service slow until both windows are at work and the question is answered.
    simulator.configure({ beforeHeadersMs: 2_000 });
    const second = await stage.openWindow({ person });
    const before = simulator.requests().length;
    await batches.runFile('shared.jsonl');
    await window.quickInput.pick('Start Now');
    await simulator.when(records => records.length > before);
    await second.runCommand('Also Run Batch in This Window');
    await second.quickInput.pick('shared.jsonl');
    await second.notifications.with('Batch “shared.jsonl”').waitFor();

    const chat = await openChat(second);
    const sent = simulator.requests().length;
    await chat.ask('马上回答');
    await chat.lastReceipt.waitFor();
    simulator.configure({ beforeHeadersMs: 0 });
    await window.notifications.with(`all ${SHARED} done`).waitFor();
    const records = simulator.requests().slice(before);
    const place = before + records.findIndex(record => JSON.stringify(record.body).includes('马上回答'));
    // At most the requests that each window had started, and those started while the question was typed.
    assert.ok(place - sent <= 4, `${place - sent} items were asked before it`);
    assert.ok(place - before < SHARED, 'the batch was running');
    assert.deepEqual(
      records.flatMap(record => itemOf(record) ?? []).toSorted(),
      itemNames('shared', SHARED).toSorted(),
    );
    const ids = resultLines(stage.server, 'shared-1').map(({ custom_id: id }) => id);
    assert.deepEqual(ids.toSorted(), itemNames('shared', SHARED).toSorted());
    const windows = ledgerRows(stage.server)
      .slice(before)
      .filter(({ feature }) => feature === 'batch')
      .map(each => each.window);
    assert.equal(new Set(windows).size, 2);
    assert.deepEqual(simulator.violations(), []);
    await second.close();
  });

  it('pauses in zh-cn when its budget is used up, and resumes when the budget is raised', async () => {
    const { simulator } = stage;
    simulator.configure({ beforeHeadersMs: 0 });
    simulator.script({ answer: { text: '一句接一句。'.repeat(20) } }, 'always');
    await stage.server.changeSettings({ 'workbench.colorTheme': THEMES.light.id });
    const chinese = await stage.openWindow({ locale: 'zh-cn' });
    const { quickInput, notifications } = chinese;
    const view = new BatchView(chinese);
    await view.runFile('brief.jsonl', '运行文心批量任务...');
    await quickInput.pick('本批量任务的预算');
    await quickInput.pick('其他金额...');
    await quickInput.answer('0.01');
    await quickInput.row('立即开始').waitFor();
    await chinese.screenshot('batch-dry-run-zh-cn');
    const before = simulator.requests().length;
    await quickInput.pick('立即开始');
    const paused = notifications.with(/^批量任务“brief.jsonl”已暂停/);
    assert.deepEqual(await notifications.buttonsOf(paused), ['设置预算...']);
    const [, done = ''] =
      /已暂停。本批量任务的剩余预算不足以支付下一条（按最长回答计算）。已完成 (\d+)\/12 条并保存，继续时不会重复计费。$/.exec(
        await notifications.textOf(paused),
      ) ?? [];
    await chinese.screenshot('batch-paused-zh-cn');
    assert.ok(Number(done) > 0);
    const sent = simulator.requests().filter(record => itemOf(record)?.startsWith('brief'));
    assert.equal(sent.length, Number(done));
    await notifications.press(paused, '设置预算...');
    await quickInput.pick('¥2.00');
    await notifications.with('批量任务“brief.jsonl”已完成').waitFor();
    await chinese.screenshot('batch-done-zh-cn');
    const asked = simulator.requests().slice(before);
    assert.deepEqual(asked.flatMap(record => itemOf(record) ?? []).toSorted(), itemNames('brief', BRIEF).toSorted());
  });

  async function acceptHalf(review: () => Promise<void>): Promise<void> {
    await review();
    const { quickInput } = window;
    await quickInput.widget.getByText('Review Changes').waitFor();
    for (const file of FILES.filter(each => !ACCEPTED.includes(each))) await quickInput.pick(file);
    await quickInput.widget.getByText('3 Selected').waitFor();
    await window.screenshot('batch-review-en');
    await quickInput.widget.getByRole('button', { name: 'OK' }).click();
  }
});
