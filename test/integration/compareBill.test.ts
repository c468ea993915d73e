import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { WenxinError } from '../../src/core/errors.ts';
import { silentLogger } from '../../src/core/logger.ts';
import type { ReadBill } from '../../src/core/spend/bill/billRow.ts';
import { type BillAccess, chooseAndCompare, type SourcedComparison } from '../../src/host/usage/compareBill.ts';
import { csvRows } from '../../src/lazy/csvRows.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';
import { LEAVE, Person } from './person.ts';
import { replaced } from './replaced.ts';

const YUAN = 1_000_000_000;
const FILE = 'Import CSV File...';
const HEADER = '日期,说明,金额';
const LINE = '2026-11-22,ERNIE-5.1,0.5';

/** An in-memory `Memento`. */
class Memory implements vscode.Memento {
  readonly values = new Map<string, unknown>();
  keys(): readonly string[] {
    return [...this.values.keys()];
  }
  get<T>(key: string, otherwise?: T): T {
    return (this.values.get(key) ?? otherwise) as T;
  }
  update(key: string, value: unknown): Promise<void> {
    this.values.set(key, value);
    return Promise.resolve();
  }
}

describe('Comparing with the bill', () => {
  const bill: ReadBill = {
    rows: [{ period: 20261122, product: '千帆', item: 'ERNIE-5.1', isPrepaid: false, listNanoYuan: YUAN }],
    isComplete: true,
    unreadable: 0,
  };
  let memory: Memory;
  let asked: string[];
  beforeEach(() => {
    memory = new Memory();
    asked = [];
  });

  function access(change: Partial<BillAccess> = {}): BillAccess {
    return {
      readMonth: () => Promise.resolve(undefined),
      readMeter: (first, last) => {
        asked.push(`${first}–${last}`);
        const row = { billDay: 20261122, model: 'ernie-5.1', amountNanoYuan: YUAN };
        return Promise.resolve([{ ...row, estimatedNanoYuan: 0, lostNanoYuan: 0, unknownPrice: 0 }]);
      },
      models: () => ['ernie-5.1'],
      splitRows: () => csvRows,
      memory,
      today: () => 20261126,
      logger: silentLogger,
      ...change,
    };
  }

  /** Compares as `person` acts; `content` is that of the file chosen in the open dialog, if any. */
  async function compare(person: Person, parts: BillAccess, content?: string): Promise<SourcedComparison | undefined> {
    const file = path.join(temporaryFolder(), 'bill.csv');
    if (content !== undefined) writeFileSync(file, content);
    const dialog = () => Promise.resolve(content === undefined ? undefined : [vscode.Uri.file(file)]);
    let compared: SourcedComparison | undefined;
    const open = dialog as typeof vscode.window.showOpenDialog;
    await replaced(vscode.window, 'showOpenDialog', open, () =>
      person.during(async () => {
        compared = await chooseAndCompare(parts);
      }),
    );
    return compared;
  }

  /** Returns the bills in the list that was shown first. */
  function offered({ seen: [list = ''] }: Person): (string | undefined)[] {
    return list
      .split('\n')
      .slice(3)
      .map(row => row.split(' · ')[0]);
  }

  it('offers recent months with an access key, and a file always', async () => {
    const person = new Person([LEAVE]);
    await compare(person, access({ readMonth: () => Promise.resolve(() => Promise.resolve(bill)) }));
    const without = new Person([LEAVE]);
    await compare(without, access());
    assert.deepEqual([person, without].map(offered), [
      ['Bill of 2026-11', 'Bill of 2026-10', 'Bill of 2026-09', FILE],
      [FILE],
    ]);
    assert.match(without.seen[0] ?? '', /Only an Access Key with its Secret Key/);
  });

  it('compares a fetched month up to today', async () => {
    const months: number[] = [];
    const readMonth = (month: number) => {
      months.push(month);
      return Promise.resolve(bill);
    };
    const person = new Person(['Bill of 2026-11']);
    const compared = await compare(person, access({ readMonth: () => Promise.resolve(readMonth) }));
    assert.deepEqual([months, asked], [[202611], ['20261101–20261126']]);
    assert.equal(compared?.comparison.totals.differenceNanoYuan, 0);
    assert.equal(compared.source, 'The bill of 2026-11 is from Baidu AI Cloud.');
  });

  it('offers no bill of a month on its first day, which has none yet', async () => {
    const person = new Person([LEAVE]);
    const readMonth = () => Promise.resolve(() => Promise.resolve(bill));
    await compare(person, access({ readMonth, today: () => 20261201 }));
    assert.deepEqual(offered(person), ['Bill of 2026-11', 'Bill of 2026-10', 'Bill of 2026-09', FILE]);
  });

  it('says once that a key may not read the bill, and accepts a file instead', async () => {
    let times = 0;
    const refused = (): Promise<ReadBill> => {
      times++;
      const details = { host: 'billing.baidubce.com', status: 403, code: 'bill_not_allowed' };
      return Promise.reject(new WenxinError('credentials', 'refused', details));
    };
    const person = new Person(['Bill of 2026-11', FILE]);
    const content = `账单时间,计费项,原价\n${LINE}\n`;
    const compared = await compare(person, access({ readMonth: () => Promise.resolve(refused) }), content);
    assert.equal(times, 1);
    assert.match(person.seen[2] ?? '', /^warning: This key may not read the bill\. A sub-user needs the policy FCFull/);
    assert.equal(compared?.comparison.totals.billNanoYuan, YUAN / 2);
    assert.deepEqual(asked, ['20261122–20261122']);
  });

  it('offers a diagnosis when Baidu cannot be reached', async () => {
    const failed = (): Promise<ReadBill> =>
      Promise.reject(new WenxinError('unreachable', 'no way', { host: 'billing.baidubce.com' }));
    const person = new Person(['Bill of 2026-11', LEAVE]);
    assert.equal(await compare(person, access({ readMonth: () => Promise.resolve(failed) })), undefined);
    assert.match(person.seen[2] ?? '', /billing\.baidubce\.com cannot be reached.*\[Diagnose Connection\]/);
  });

  it('asks for unknown columns, and remembers them for files with the same header', async () => {
    const content = `${HEADER}\n${LINE}\n`;
    const person = new Person([FILE, '说明', '金额']);
    const first = await compare(person, access(), content);
    assert.match(person.seen[1] ?? '', /names the model.*Your choice is kept.*说明 · ERNIE-5\.1/s);
    const again = new Person([FILE]);
    const second = await compare(again, access(), content);
    for (const compared of [first, second]) assert.equal(compared?.comparison.totals.billNanoYuan, YUAN / 2);
    assert.equal(first?.source, 'The bill is from the file “bill.csv”.');
  });

  it('asks again when the remembered columns no longer fit', async () => {
    await memory.update('billColumns', { [HEADER]: { item: 99, listPrice: 'x' } });
    const compared = await compare(new Person([FILE, '说明', '金额']), access(), `${HEADER}\n${LINE}\n`);
    assert.equal(compared?.comparison.totals.billNanoYuan, YUAN / 2);
  });

  it('says what is wrong with a file', async () => {
    const person = new Person([FILE]);
    assert.equal(await compare(person, access(), 'PK\u0003\u0004'), undefined);
    assert.equal(person.seen[1], 'error: “bill.csv” is an Excel workbook. Save it as CSV, then import that file.');
  });

  it('does nothing when the user chooses no file or cancels', async () => {
    assert.equal(await compare(new Person([FILE]), access()), undefined);
    assert.equal(await compare(new Person([FILE, LEAVE]), access(), `${HEADER}\n${LINE}\n`), undefined);
    assert.deepEqual(asked, []);
  });
});
