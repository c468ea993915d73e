import assert from 'node:assert/strict';
import type { Booking, Usage } from '../../../src/core/booking.ts';
import type { AttemptRequest } from '../../../src/core/chat.ts';
import type { Database } from '../../../src/core/database/database.ts';
import { Emitter } from '../../../src/core/emitter.ts';
import { WenxinError } from '../../../src/core/errors.ts';
import { silentLogger } from '../../../src/core/logger.ts';
import { wholeTokens } from '../../../src/core/scriptCounts.ts';
import { Experience } from '../../../src/core/spend/experience.ts';
import type { Ledger } from '../../../src/core/spend/ledger.ts';
import { enterLedger } from '../../support/exampleAdmission.ts';
import { exampleAttempt } from '../../support/exampleRequest.ts';
import { LedgerWindows } from './ledgerWindows.ts';

const LONG = '请解释这段代码。'.repeat(200);
const MAX = 4_096;

const long = (changes: Partial<AttemptRequest> = {}): AttemptRequest =>
  exampleAttempt({ messages: [{ role: 'user', content: LONG }], maxOutputTokens: MAX, ...changes });

const ESTIMATE = wholeTokens(long().inputCounts);

const booking = (usage: Partial<Usage>, changes: Partial<Booking> = {}): Booking => ({
  questionId: 'q',
  model: 'ernie-test',
  endpoint: 'example',
  usage: { inputTokens: ESTIMATE / 2, cachedInputTokens: 0, outputTokens: 30, reasoningTokens: 0, ...usage },
  source: 'usage',
  amountNanoYuan: 1,
  outcome: 'ok',
  totalMs: 1,
  ...changes,
});

describe('Experience', () => {
  let windows: LedgerWindows;
  let ledger: Ledger;
  let warnings: string[];

  beforeEach(() => {
    windows = new LedgerWindows();
    ledger = windows.make();
    warnings = [];
  });

  afterEach(() => windows.close());

  function make(own: Ledger = ledger, database: () => Promise<Database> = () => own.file()): Experience {
    const logger = { ...silentLogger, warn: (message: string) => warnings.push(message) };
    return new Experience({ database, onBooked: own.onDidChange, clock: windows.clock, logger });
  }

  const tokens = (experience: Experience, model = 'ernie-test'): number =>
    experience.tokensOf(model, long().inputCounts);
  const teach = (experience: Experience, request = long(), booked = booking({}), times = 5): void => {
    for (let time = 0; time < times; time++) experience.learn(request, booked, false);
  };

  it('leaves estimates unchanged at first', () => {
    const experience = make();
    assert.equal(tokens(experience), ESTIMATE);
    assert.equal(experience.estimateErrorOf('ernie-test'), undefined);
  });

  it('learns at once, also before the file is open, and ignores the case of model ids', () => {
    const experience = make(ledger, () => new Promise(() => undefined));
    teach(experience);
    assert.ok(tokens(experience) < 0.8 * ESTIMATE);
    assert.equal(tokens(experience, 'ERNIE-Test'), tokens(experience));
    assert.ok((experience.estimateErrorOf('Ernie-test') ?? 0) > 0.5);
    assert.ok(experience.answerRange('chat', 'ERNIE-test', MAX).highTokens < 40);
  });

  it('is written one second after the first lesson, and read by the next window that opens', async () => {
    const experience = make();
    await ledger.ready();
    teach(experience);
    await windows.clock.advance(999);
    const other = windows.make();
    const before = make(other);
    await before.load();
    assert.equal(tokens(before), ESTIMATE);
    await windows.clock.advance(1);
    const after = make(other);
    await after.load();
    assert.equal(tokens(after), tokens(experience));
    assert.deepEqual(after.answerRange('chat', 'ernie-test', MAX), experience.answerRange('chat', 'ernie-test', MAX));
    assert.equal(after.estimateErrorOf('ernie-test'), experience.estimateErrorOf('ernie-test'));
  });

  it('adopts what another window learned once a booking of it is seen', async () => {
    const other = windows.make();
    const [ours, theirs] = [make(), make(other)];
    await Promise.all([ours.load(), theirs.load()]);
    assert.equal(tokens(theirs), ESTIMATE);
    teach(ours);
    await ours.flush();
    other.pollChanges();
    assert.equal(tokens(theirs), tokens(ours));
  });

  it('merges with what other windows learned, and loses nothing of either', async () => {
    const other = windows.make();
    const [ours, theirs] = [make(), make(other)];
    await Promise.all([ours.load(), theirs.load()]);
    for (let round = 0; round < 5; round++) {
      teach(ours, long(), booking({}), 1);
      teach(theirs, long(), booking({}), 1);
      await Promise.all([ours.flush(), theirs.flush()]);
    }
    const alone = make(windows.make(), () => Promise.reject(new WenxinError('storage', 'no file')));
    teach(alone, long(), booking({}), 10);
    assert.equal(tokens(ours), tokens(alone));
    const [row] = (await ledger.file()).statement('SELECT samples FROM token_factor WHERE class = -1').all();
    assert.equal(row?.['samples'], 10);
    const [answers] = (await ledger.file()).statement('SELECT sum(n) AS n FROM answer_length').all();
    assert.equal(answers?.['n'], 10);
  });

  it('keeps unwritten lessons when the file is read again', async () => {
    const changes = new Emitter<void>();
    const experience = new Experience({
      database: () => ledger.file(),
      onBooked: changes.event,
      clock: windows.clock,
      logger: silentLogger,
    });
    await experience.load();
    teach(experience);
    const learned = tokens(experience);
    changes.fire();
    assert.equal(tokens(experience), learned);
  });

  it('reads the file again only after a booking', async () => {
    const experience = make();
    await experience.load();
    tokens(experience);
    const file = await ledger.file();
    file.execute(`INSERT INTO token_factor VALUES('ernie-test', 0, 2, 0, 1)`);
    assert.equal(tokens(experience), ESTIMATE);
    windows.finish(await windows.enter(ledger));
    assert.ok(tokens(experience) > 1.5 * ESTIMATE);
  });

  it('is read later when the file could not be opened at first', async () => {
    const teacher = make();
    teach(teacher);
    await teacher.flush();
    let isThere = false;
    const experience = make(ledger, () => (isThere ? ledger.file() : Promise.reject(new WenxinError('storage', 'no'))));
    await experience.load();
    assert.equal(tokens(experience), ESTIMATE);
    isThere = true;
    windows.finish(await windows.enter(ledger));
    await windows.clock.advance(0);
    assert.equal(tokens(experience), tokens(teacher));
  });

  it('warns once when it cannot be written, and is written with the next lesson', async () => {
    let isFull = true;
    const full = (): Promise<never> => Promise.reject(new WenxinError('storage', 'no room'));
    const experience = make(ledger, () => (isFull ? full() : ledger.file()));
    await experience.load();
    await ledger.ready();
    for (let round = 0; round < 2; round++) {
      teach(experience, long(), booking({}), 1);
      await windows.clock.advance(1_000);
    }
    assert.deepEqual([warnings.length, windows.clock.pendingTimers], [1, 0]);
    isFull = false;
    teach(experience, long(), booking({}), 1);
    await windows.clock.advance(1_000);
    const [row] = (await ledger.file()).statement('SELECT samples FROM token_factor WHERE class = -1').all();
    assert.equal(row?.['samples'], 3);
  });

  it('keeps working from memory after the file was closed', async () => {
    const experience = make();
    await experience.load();
    teach(experience);
    await experience.flush();
    const learned = tokens(experience);
    await ledger.close();
    assert.equal(tokens(experience), learned);
    teach(experience, long(), booking({}), 1);
    await experience.flush();
    assert.ok(tokens(experience) < learned);
    assert.equal(warnings.length, 1);
  });

  it('learns nothing from estimated usage', () => {
    const experience = make();
    teach(experience, long(), booking({}, { source: 'estimate' }));
    assert.equal(tokens(experience), ESTIMATE);
    assert.ok(experience.answerRange('chat', 'ernie-test', MAX).highTokens > 100);
  });

  it('learns no token factors from a question with web search', () => {
    const experience = make();
    teach(experience, long({ options: { webSearch: true } }));
    assert.equal(tokens(experience), ESTIMATE);
    assert.ok(experience.answerRange('chat', 'ernie-test', MAX).highTokens < 40);
  });

  for (const [what, booked, isShortened] of [
    ['broke off', booking({}, { outcome: 'failed' }), false],
    ['was stopped', booking({}, { outcome: 'cancelled' }), false],
    ['a budget shortened', booking({}), true],
  ] as const) {
    it(`learns the length of no answer that ${what}, but the tokens of its question`, () => {
      const experience = make();
      for (let time = 0; time < 5; time++) experience.learn(long(), booked, isShortened);
      assert.ok(experience.answerRange('chat', 'ernie-test', MAX).highTokens > 100);
      assert.ok(tokens(experience) < ESTIMATE);
    });
  }

  it('learns no answer lengths from key checks', () => {
    const experience = make();
    teach(experience, long({ feature: 'keyCheck' }), booking({ outputTokens: 3_000 }));
    assert.equal(experience.answerRange('keyCheck', 'ernie-test', MAX).highTokens, 16);
  });

  it('leaves no timer after it is disposed', async () => {
    const experience = make();
    await experience.load();
    teach(experience);
    experience.dispose();
    assert.equal(windows.clock.pendingTimers, 0);
  });

  describe('beside a ledger', () => {
    const ask = (experience: Experience, request: AttemptRequest) =>
      enterLedger({ ledger, clock: windows.clock, request, experience });

    it('learns from each attempt that ends', async () => {
      const experience = make();
      const permit = await ask(experience, long());
      const usage = { inputTokens: ESTIMATE / 2, cachedInputTokens: 0, outputTokens: 30, reasoningTokens: 0 };
      permit.observe({ type: 'done', finish: 'stop', usage });
      permit.settle('ok');
      assert.equal(tokens(experience), Math.ceil(0.95 * ESTIMATE));
    });

    it('corrects the estimated input and output of a booking without usage', async () => {
      const experience = make();
      teach(experience, long(), booking({ inputTokens: ESTIMATE / 2 }), 40);
      const corrected = tokens(experience);
      const permit = await ask(experience, long({ inputTokens: corrected }));
      permit.answerStarted(undefined);
      permit.observe({ type: 'text', text: LONG });
      const booked = permit.settle('failed');
      assert.equal(booked.usage.inputTokens, corrected);
      assert.ok(booked.usage.outputTokens < 0.6 * ESTIMATE, String(booked.usage.outputTokens));
    });

    it('stores the input estimate in the row beside the counted usage', async () => {
      const experience = make();
      const permit = await ask(experience, long({ inputTokens: 777 }));
      const usage = { inputTokens: 1_000, cachedInputTokens: 0, outputTokens: 30, reasoningTokens: 0 };
      permit.observe({ type: 'done', finish: 'stop', usage });
      permit.settle('ok');
      const [row] = (await ledger.file()).statement('SELECT estimated_input, input_tokens FROM attempt').all();
      assert.deepEqual({ ...row }, { estimated_input: 777, input_tokens: 1_000 });
    });
  });
});
