import assert from 'node:assert/strict';
import { displayWidth, fitted } from '../../../src/cli/displayWidth.ts';
import { messagesIn } from '../../../src/cli/messages.ts';
import { Output } from '../../../src/cli/output.ts';
import { Pace } from '../../../src/cli/pace.ts';
import { ProgressReport } from '../../../src/cli/progressReport.ts';
import { type JobProgress, progressText } from '../../../src/cli/progressText.ts';
import { VirtualClock } from '../../support/virtualClock.ts';

const PROGRESS = { done: 40, failed: 2, total: 100, amountNanoYuan: 12_300_000, perMinute: 58 };

/** A terminal or log that records what was written. */
class Screen {
  readonly isTTY: boolean;
  columns = 80;
  written = '';

  constructor(isTTY: boolean) {
    this.isTTY = isTTY;
  }

  write(text: string): void {
    this.written += text;
  }

  /** The visible lines, after everything that was overwritten. */
  get lines(): string[] {
    return this.written.split('\n').map(line => {
      let seen = '';
      for (const part of line.split('\r')) seen = part + seen.slice(part.length);
      return seen.trimEnd();
    });
  }
}

describe('The width of a text on a terminal', () => {
  it('is two columns for each East Asian letter or punctuation mark', () => {
    assert.equal(displayWidth('done ¥0.01 · 2/min'), 18);
    assert.equal(displayWidth('完成 4，失败'), 2 * 5 + 2);
    assert.equal(displayWidth('𠮷한가'), 6);
  });

  it('is never exceeded by a text fitted into it', () => {
    assert.equal(fitted('完成40', 4), '完成');
    assert.equal(fitted('完成40', 3), '完');
    assert.equal(fitted('a', 0), '');
  });
});

describe('The progress line', () => {
  it('shows the done and failed requests, the cost, the pace and the time left', () => {
    assert.equal(progressText(PROGRESS, messagesIn('en')), '40 done, 2 failed of 100, ¥0.0123 · 58/min · 1:00 left');
    assert.equal(
      progressText({ ...PROGRESS, perMinute: 0.25 }, messagesIn('zh')),
      '完成 40，失败 2，共 100，¥0.0123 · 0.3 条/分钟 · 剩余 3:52:00',
    );
  });

  it('leaves out what does not fit', () => {
    for (const columns of [10, 26, 40, 47]) {
      for (const language of ['en', 'zh'] as const) {
        assert.ok(displayWidth(progressText(PROGRESS, messagesIn(language), columns)) <= columns);
      }
    }
    assert.equal(progressText(PROGRESS, messagesIn('en'), 47), '40 done, 2 failed of 100, ¥0.0123 · 1:00 left');
  });

  it('does not show an unknown price as free', () => {
    assert.match(progressText({ ...PROGRESS, amountNanoYuan: undefined }, messagesIn('en')), /price unknown/);
  });
});

describe('The pace', () => {
  it('covers the last minute', () => {
    const pace = new Pace();
    assert.equal(pace.perMinute, undefined);
    for (let second = 0; second <= 300; second++)
      pace.note(second < 200 ? second : 200 + 2 * (second - 200), 1_000 * second);
    assert.equal(Math.round(pace.perMinute ?? 0), 120);
  });

  it('is unknown while no request finishes', () => {
    const pace = new Pace();
    pace.note(5, 0);
    pace.note(5, 10_000);
    assert.equal(pace.perMinute, undefined);
  });
});

describe('Standard error', () => {
  it('overwrites the previous line, even a longer one, without escape sequences', () => {
    const screen = new Screen(true);
    const output = new Output(screen, {});
    output.draw('40 done of 100');
    output.draw('41 done');
    assert.deepEqual(screen.lines, ['41 done']);
    output.line('Stopped.');
    assert.deepEqual(screen.lines, ['Stopped.', '']);
    assert.doesNotMatch(screen.written, /\u001b/);
  });

  it('shows no key, token, proxy login or control character', () => {
    const screen = new Screen(false);
    const output = new Output(screen, {}, ['hunter2-secret']);
    output.line('key bce-v3/ALTAK-abc/0123456789 hunter2-secret http://me:pass@proxy \u001b[31m');
    assert.equal(screen.written, 'key bce-v3/*** *** http://***@proxy [31m\n');
  });

  it('is a log when lines cannot be overwritten', () => {
    assert.equal(new Output(new Screen(true), {}).isTerminal, true);
    assert.equal(new Output(new Screen(true), { TERM: 'dumb' }).isTerminal, false);
    assert.equal(new Output(new Screen(true), { CI: 'true' }).isTerminal, false);
    assert.equal(new Output(new Screen(false), {}).isTerminal, false);
  });
});

describe('The progress report', () => {
  let clock: VirtualClock;
  let progress: Omit<JobProgress, 'perMinute'>;

  beforeEach(() => {
    clock = new VirtualClock();
    progress = { done: 0, failed: 0, total: 1_000, amountNanoYuan: 0 };
  });

  function reportOn(screen: Screen): ProgressReport {
    const output = new Output(screen, {});
    const report = new ProgressReport({ read: () => progress, output, say: messagesIn('en'), clock });
    report.start();
    return report;
  }

  it('draws one line on a terminal', async () => {
    const screen = new Screen(true);
    const report = reportOn(screen);
    progress = { ...progress, done: 10 };
    await clock.advance(1_000);
    assert.deepEqual(screen.lines, ['10 done, 0 failed of 1000, ¥0.0000 · 600/min · 1:39 left']);
    report.stop();
    progress = { ...progress, done: 20 };
    await clock.advance(60_000);
    assert.match(screen.lines[0] ?? '', /^10 done/);
  });

  it('writes a line to a log every ten seconds, and when another five percent are done', async () => {
    const screen = new Screen(false);
    reportOn(screen);
    await clock.advance(9_000);
    assert.equal(screen.written, '');
    await clock.advance(1_000);
    assert.equal(screen.lines.length, 2);
    progress = { ...progress, done: 49 };
    await clock.advance(1_000);
    assert.equal(screen.lines.length, 2);
    progress = { ...progress, done: 50 };
    await clock.advance(1_000);
    assert.equal(screen.lines.length, 3);
    assert.match(screen.lines[1] ?? '', /^50 done, 0 failed of 1000/);
  });
});
