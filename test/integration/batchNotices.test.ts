import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import * as vscode from 'vscode';
import type { Pause } from '../../src/core/batch/job.ts';
import { type JobNoticeActions, tellStopped } from '../../src/host/batch/jobNotices.ts';
import { askAboutMissed, askAboutUnfinished } from '../../src/host/batch/unfinishedJobs.ts';
import { jobCommands } from '../../src/host/batch/jobCommands.ts';
import { COMMANDS } from '../../src/host/ids.ts';
import { silentLogger } from '../../src/core/logger.ts';
import { currentWindow } from '../../src/core/windowIdentity.ts';
import { BatchWindow } from '../support/batchDesk.ts';
import { exampleJob } from '../support/exampleJob.ts';
import { until } from '../support/until.ts';
import { VirtualClock } from '../support/virtualClock.ts';
import { whileChinese } from './inChinese.ts';
import { LEAVE, Person } from './person.ts';
import { replaced } from './replaced.ts';

const NOW_MS = Date.parse('2026-11-27T21:10:00+08:00');
const HOUR_MS = 60 * 60_000;
const TIME = { nowMs: NOW_MS, timeZone: 'Asia/Shanghai' };
const COUNTS = { done: 320, failed: 10, waiting: 670 };

describe('Notices about batches', () => {
  describe('when a batch stops', () => {
    const done: string[] = [];
    beforeEach(() => done.splice(0));
    const does =
      (name: string) =>
      async (...given: unknown[]): Promise<void> =>
        Promise.resolve(void done.push([name, ...given.map(each => JSON.stringify(each))].join(' ')));
    const actions: JobNoticeActions = {
      resume: does('resume'),
      resumeTomorrow: does('tomorrow'),
      setBudget: does('budget'),
      enterPrice: does('price'),
      liftPause: does('lift'),
    };

    async function said(job: Parameters<typeof exampleJob>[0], act: string | typeof LEAVE = LEAVE): Promise<string> {
      const person = new Person([act]);
      const executeCommand = ((...given: unknown[]) => does('run')(...given)) as typeof vscode.commands.executeCommand;
      await replaced(vscode.commands, 'executeCommand', executeCommand, () =>
        person.during(() => tellStopped(exampleJob(job), TIME, actions)),
      );
      return person.seen.join('\n');
    }
    const paused = (pause: Pause): Parameters<typeof exampleJob>[0] => ({ state: 'paused', pause, counts: COUNTS });

    it('show the outcome, with buttons for the results', async () => {
      const job = { state: 'done', counts: { done: 990, failed: 10 }, amountNanoYuan: 1_234_000_000 } as const;
      const plan = { ...exampleJob().plan, isEdit: true } as const;
      assert.equal(
        await said({ ...job, plan }, 'Retry Failed'),
        'info: Batch “Comments”: 990 done, 10 failed, ¥1.23. [Open Results] [Review] [Retry Failed]',
      );
      assert.deepEqual(done, [`run "${COMMANDS.retryBatch}" "job"`]);
      assert.equal(
        await said({ ...job, counts: { done: 1_000 } }),
        'info: Batch “Comments”: all 1,000 done, ¥1.23. [Open Results]',
      );
    });

    it('name a budget that is used up, and offer to change it or to resume tomorrow', async () => {
      const words =
        "warning: Batch paused: today's budget is used up. 320 of 1,000 are done and saved; going on will not charge them again. [Set Budget...] [Resume Tomorrow]";
      assert.equal(await said(paused({ reason: 'budget' }), 'Resume Tomorrow'), words);
      await said(paused({ reason: 'budget' }), 'Set Budget...');
      assert.deepEqual(done, ['tomorrow "job"', 'budget "job" ']);
      await whileChinese(async () => {
        assert.equal(
          await said(paused({ reason: 'budget' })),
          'warning: 批量任务已暂停：今日预算已用完。已完成 320/1,000 条并保存，继续时不会重复计费。 [设置预算...] [明天继续]',
        );
      });
    });

    it('do not offer to resume tomorrow for a budget that does not renew daily', async () => {
      const budget = { scope: 'batch', name: 'job', period: 'whole' } as const;
      assert.match(
        await said(paused({ reason: 'budget', budget })),
        /^warning: Batch “Comments” is paused\. What is left of the budget of this batch does not cover the next item at its longest answer\. .*charge them again\. \[Set Budget\.\.\.\]$/,
      );
    });

    it('give the reason for every kind of pause, and what helps', async () => {
      const rest = '320 of 1,000 are done and saved; going on will not charge them again.';
      const expected: readonly (readonly [Pause, string])[] = [
        [
          { reason: 'quota', untilMs: NOW_MS + 3 * HOUR_MS },
          `The quota of ernie-5.1 is used up; it goes on by itself at tomorrow 00:10. ${rest} [Select Model...] [Resume]`,
        ],
        [{ reason: 'overdue' }, `The Baidu AI Cloud account is overdue. ${rest} [Top Up] [Resume]`],
        [{ reason: 'credentials' }, `There is no key, or it was refused. ${rest} [Set Credentials...] [Resume]`],
        [{ reason: 'model' }, `ernie-5.1 is gone, or this key may not use it. ${rest} [Select Model...] [Resume]`],
        [
          { reason: 'price' },
          `The price of ernie-5.1 is unknown, so no budget can hold. ${rest} [Enter Price...] [Select Model...]`,
        ],
        [{ reason: 'consumer' }, `You have paused what Ask Wenxin spends. ${rest} [Resume] [Show Usage and Spend]`],
        [{ reason: 'storage' }, `Results cannot be written to disk. Check its free space. ${rest} [Resume] [Show Log]`],
        [{ reason: 'input' }, `The file of its requests is gone or was changed. ${rest} [Show Log]`],
        [{ reason: 'rejected' }, `The service refuses the whole batch. ${rest} [Select Model...] [Show Log]`],
      ];
      for (const [pause, text] of expected) {
        assert.equal(await said(paused(pause)), `warning: Batch “Comments” is paused. ${text}`);
      }
    });

    it('are not shown for what the user did', async () => {
      const person = new Person([]);
      await person.during(async () => {
        await tellStopped(exampleJob(paused({ reason: 'person' })), TIME, actions);
        await tellStopped(exampleJob({ state: 'cancelled' }), TIME, actions);
      });
      assert.deepEqual(person.seen, []);
    });
  });

  describe('after a start of VS Code', () => {
    let window: BatchWindow;
    beforeEach(async () => {
      window = new BatchWindow(new VirtualClock(NOW_MS));
      await window.ledger.ready();
    });
    afterEach(() => window.close());

    /**
     * Looks for unfinished batches as often as after a start, and waits for the effects.
     *
     * @param isDone whether the effects that nothing else waits for have happened.
     */
    async function asked(
      acts: ConstructorParameters<typeof Person>[0],
      isDone: () => boolean = () => true,
    ): Promise<string[]> {
      const person = new Person(acts);
      let looks = 0;
      await person.during(async () => {
        await askAboutUnfinished({
          desk: window.desk,
          workspace: 'shop',
          handedOver: () => {
            looks++;
            return [...window.atService];
          },
          clock: window.clock,
          logger: silentLogger,
        });
        await window.clock.advance(120_000);
        await until(() => looks === 3 && isDone(), 'the last look, or its effect,');
      });
      return person.seen;
    }
    const isRun = (): boolean => window.runs.length > 0;
    const WORDS =
      'info: A batch is unfinished (0 of 3). Finished items are not charged again. [Resume] [Later] [Discard]';

    it('ask once about a batch that was running, and resume it on request', async () => {
      await window.add('job', 3, { state: 'running' });
      assert.deepEqual(await asked(['Resume'], isRun), [WORDS]);
      assert.deepEqual(window.runs, ['job']);
    });

    it('leave a batch unchanged or cancel it, as the user chooses', async () => {
      await window.add('job', 3, { state: 'running' });
      await asked(['Later']);
      await asked([LEAVE]);
      assert.deepEqual([window.runs, window.job('job')?.state], [[], 'running']);
      await asked(['Discard'], () => window.job('job')?.state === 'cancelled');
      assert.deepEqual([window.runs, window.job('job')?.state], [[], 'cancelled']);
    });

    it('are not shown for batches that are paused, run in another window or belong to another workspace', async () => {
      await window.add('elsewhere', 3, { state: 'running' });
      await window.store.enter('elsewhere');
      await window.add('paused', 3, { state: 'paused', pause: { reason: 'budget' } });
      await window.add('other', 3, { state: 'running', plan: { workspace: 'blog' } });
      assert.deepEqual(await asked([]), []);
    });

    it('ask about several batches in one message', async () => {
      await window.add('one', 3, { state: 'running' });
      await window.add('two', 3, { state: 'running' });
      assert.deepEqual(await asked([LEAVE]), [
        'info: 2 batches are unfinished. Finished items are not charged again. [Resume Batch...] [Later]',
      ]);
    });

    it('are not shown before a batch is fetched that was handed to the service', async () => {
      await window.add('job', 3, { state: 'running', plan: { way: 'service' } });
      assert.deepEqual(await asked([], isRun), []);
      assert.deepEqual(window.runs, ['job']);
    });

    it('ask about a batch whose window was killed, though its row still says that it runs', async () => {
      await window.add('job', 3, { state: 'running' });
      await window.ledger.write(database => {
        const pid = spawnSync(process.execPath, ['-e', ''], { env: { ELECTRON_RUN_AS_NODE: '1' } }).pid;
        const { boot } = currentWindow();
        database
          .statement('INSERT INTO batch_runner(id, job, boot, pid, beat) VALUES(9, ?, ?, ?, 0)')
          .run('job', boot, pid);
      });
      assert.deepEqual(await asked(['Later']), [WORDS]);
    });

    it('are not shown before a cancelled batch is stopped at the service', async () => {
      await window.add('job', 3, { state: 'cancelled', plan: { way: 'service' } });
      window.atService.add('job');
      assert.deepEqual(await asked([], isRun), []);
      assert.deepEqual(window.runs, ['job']);
    });

    it('are in Chinese when VS Code is', async () => {
      await window.add('job', 3, { state: 'running' });
      await whileChinese(async () => {
        assert.deepEqual(await asked(['稍后']), [
          'info: 有未完成的批量任务（0/3）。已完成的部分不会重复计费。 [继续] [稍后] [放弃任务]',
        ]);
      });
    });

    it('ask about a scheduled start that was missed', async () => {
      await window.add('job', 3, { startAtMs: NOW_MS - 2 * HOUR_MS });
      const job = window.job('job');
      assert.ok(job);
      const person = new Person(['Start Now']);
      await person.during(() => askAboutMissed(window.desk, job, TIME));
      assert.match(person.seen[0] ?? '', /should have started at 19:10, but VS Code was closed\. Start it now\?/);
      assert.deepEqual(window.runs, ['job']);
    });

    it('are shown by the commands that resume, cancel and delete batches', async () => {
      const reading = async (): Promise<void> => Promise.resolve();
      const commands = jobCommands({
        desk: window.desk,
        ready: () => window.ledger.ready(),
        reading: { openResults: reading, readResults: reading, review: reading, showItem: reading },
        pickModel: () => Promise.resolve(undefined),
        timeZone: () => 'Asia/Shanghai',
        clock: window.clock,
        logger: silentLogger,
      });
      const none = new Person([]);
      await none.during(() => commands[COMMANDS.resumeBatch]());
      assert.deepEqual(none.seen, ['info: There is no batch for that now.']);
      await window.add('job', 3, { state: 'paused', pause: { reason: 'budget' } });
      const some = new Person(['Comments']);
      await some.during(() => commands[COMMANDS.resumeBatch]());
      assert.match(some.seen[0] ?? '', /^pick:\nResume Batch\n\n?Comments · Budget used up · 0\/3 · ¥0\.0000$/);
      assert.deepEqual(window.runs, ['job']);
      const sure = new Person(['Cancel Batch']);
      await sure.during(() => commands[COMMANDS.cancelBatch]('job'));
      assert.equal(window.job('job')?.state, 'cancelled');
      const gone = new Person(['Delete']);
      await window.endRun('job');
      await window.add('kept', 1, { state: 'paused' });
      await gone.during(() => commands[COMMANDS.deleteBatch]({ kind: 'job', job: window.job('kept') }));
      assert.deepEqual(window.removed, ['/batches/kept', 'budget kept']);
      // Baidu charges for a submitted batch even after it is deleted here.
      await window.add('handed', 1, { state: 'paused', plan: { way: 'service' } });
      window.atService.add('handed');
      const handed = new Person(['Stop and Fetch First', 'Delete Anyway']);
      await handed.during(async () => {
        await commands[COMMANDS.deleteBatch]('handed');
        assert.equal(window.job('handed')?.state, 'cancelled');
        assert.equal(window.runs.at(-1), 'handed');
        await commands[COMMANDS.deleteBatch]('handed');
      });
      assert.equal(window.job('handed'), undefined);
      assert.match(handed.seen[0] ?? '', /goes on charging for it\. If you delete it now, its answers are lost/);
    });
  });
});
