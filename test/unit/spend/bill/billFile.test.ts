import assert from 'node:assert/strict';
import { csvRows } from '../../../../src/lazy/csvRows.ts';
import { openBillFile, type BillFile } from '../../../../src/core/spend/bill/billFile.ts';
import type { ReadBill } from '../../../../src/core/spend/bill/billRow.ts';
import { isWhole, type WholeColumns } from '../../../../src/core/spend/bill/columns.ts';
import { MAX_BILL_FILE_BYTES } from '../../../../src/core/spend/bill/csvText.ts';

const never = new AbortController().signal;
const HEADER = '账单时间,产品名称,计费项,付费方式,用量,原价(元),应付金额(元)';
const LINE = '2026-11-22,千帆大模型平台,ERNIE-5.1 输入,后付费,1000,0.004,0.002';

/** GBK of the two lines above as literal bytes, so that no encoder is tested against itself. */
const GBK = Buffer.from(
  'd5cbb5a5cab1bce42cb2fac6b7c3fbb3c62cbcc6b7d1cfee2cb8b6b7d1b7bdcabd2cd3c3c1bf2cd4adbcdb28d4aa292cd3a6b8b6bdf0b6ee28d4aa290d0a' +
    '323032362d31312d32322cc7a7b7abb4f3c4a3d0cdc6bdcca82c45524e49452d352e3120cae4c8eb2cbaf3b8b6b7d12c313030302c302e3030342c302e3030320d0a',
  'hex',
);

async function open(content: string | Uint8Array): Promise<BillFile> {
  const file = await openBillFile(typeof content === 'string' ? Buffer.from(content) : content, csvRows);
  return typeof file === 'string' ? assert.fail(file) : file;
}

async function problemOf(content: string | Uint8Array): Promise<string> {
  const file = await openBillFile(typeof content === 'string' ? Buffer.from(content) : content, csvRows);
  if (typeof file === 'string') return file;
  const bill = await file.read(whole(file), never);
  return typeof bill === 'string' ? bill : assert.fail(JSON.stringify(bill));
}

function whole({ columns }: BillFile): WholeColumns {
  return isWhole(columns) ? columns : assert.fail(`not whole: ${JSON.stringify(columns)}`);
}

async function read(content: string | Uint8Array): Promise<ReadBill> {
  const file = await open(content);
  const bill = await file.read(whole(file), never);
  return typeof bill === 'string' ? assert.fail(bill) : bill;
}

const ROW = {
  period: 20261122,
  product: '千帆大模型平台',
  item: 'ERNIE-5.1 输入',
  isPrepaid: false,
  listNanoYuan: 4_000_000,
};
const WHOLE = { rows: [ROW], isComplete: true, unreadable: 0 };

describe('The CSV file of a bill', () => {
  it('is read as the console exports it, with its columns recognized', async () => {
    const file = await open(`${HEADER}\n${LINE}\n`);
    assert.deepEqual(file.header.slice(0, 2), ['账单时间', '产品名称']);
    assert.deepEqual(file.samples, [LINE.split(',')]);
    assert.deepEqual(file.columns, { time: 0, item: 2, listPrice: 5, product: 1, payment: 3 });
    assert.deepEqual(await file.read(whole(file), never), WHOLE);
  });

  it('may be UTF-8 with or without a byte order mark, UTF-16, or GBK as Chinese Excel writes it', async () => {
    const text = `${HEADER}\r\n${LINE}\r\n`;
    const bigEndian = Buffer.from(`\ufeff${text}`, 'utf16le').swap16();
    for (const bytes of [
      Buffer.from(text),
      Buffer.from(`\ufeff${text}`),
      Buffer.from(`\ufeff${text}`, 'utf16le'),
      bigEndian,
      GBK,
    ])
      assert.deepEqual(await read(bytes), WHOLE);
  });

  it('may be long without a multi-byte character being split between chunks', async () => {
    const item = '文心大模型'.repeat(9);
    const text = [HEADER, ...Array.from({ length: 4_001 }, () => LINE.replace('ERNIE-5.1 输入', item))].join('\n');
    for (const bytes of [Buffer.from(text), Buffer.from(`\ufeff${text}`, 'utf16le')]) {
      const { rows } = await read(bytes);
      assert.deepEqual(
        rows.map(row => row.item),
        [item],
      );
    }
  });

  it('may use tabs or semicolons as delimiters', async () => {
    for (const delimiter of ['\t', ';'])
      assert.deepEqual(await read(`${HEADER}\n${LINE}\n`.replaceAll(',', delimiter)), WHOLE);
  });

  it('may begin with a title and end with a line of totals', async () => {
    const text = `账单明细\n导出时间：2026-11-23\n\n${HEADER}\n${LINE}\n合计,,,,,0.004,0.002\n`;
    assert.deepEqual(await read(text), WHOLE);
  });

  it('has identical lines added up, and prepaid ones kept apart', async () => {
    const prepaid = LINE.replace('后付费', '预付费');
    const { rows } = await read([HEADER, LINE, LINE, prepaid].join('\n'));
    assert.deepEqual(rows, [
      { ...ROW, listNanoYuan: 8_000_000 },
      { ...ROW, isPrepaid: true },
    ]);
  });

  it('may have quotes, commas and line breaks in cells, and text that is protected from spreadsheets', async () => {
    const line = `="20261122",千帆大模型平台,"ERNIE-5.1 输入",后付费,"1,000","0.004\n",'0.002`;
    const weird = `\t2026-11-22,千帆大模型平台,"a ""b"", c\nd",后付费,1,1,1`;
    const { rows } = await read([HEADER, line, weird].join('\n'));
    assert.deepEqual(rows, [ROW, { ...ROW, item: 'a "b", c\nd', listNanoYuan: 1_000_000_000 }]);
  });

  it('never has its formulas evaluated', async () => {
    const { rows, unreadable } = await read(
      [HEADER, LINE, LINE.replace('0.004', '=1+1'), LINE.replace('ERNIE-5.1 输入', '=HYPERLINK(1)')].join('\n'),
    );
    assert.deepEqual([rows.map(({ item }) => item), unreadable], [['ERNIE-5.1 输入', '=HYPERLINK(1)'], 1]);
  });

  it('reports the number of lines without a time or an amount, or with too few cells', async () => {
    const { rows, unreadable } = await read(
      [HEADER, LINE, LINE.replace('2026-11-22', '-'), LINE.replace('0.004', '--'), 'x'].join('\n'),
    );
    assert.deepEqual([rows, unreadable], [[ROW], 3]);
  });

  it('leaves unknown columns to the user, and never takes the payable amount for the list price', async () => {
    const file = await open(`日期,说明,应付金额\n2026-11-22,ERNIE-5.1,0.002\n`);
    assert.deepEqual(file.columns, { time: 0 });
    assert.equal(isWhole(file.columns), false);
    const bill = await file.read({ time: 0, item: 1, listPrice: 2 }, never);
    assert.deepEqual(bill, {
      rows: [{ period: 20261122, product: '', item: 'ERNIE-5.1', isPrepaid: false, listNanoYuan: 2_000_000 }],
      isComplete: true,
      unreadable: 0,
    });
  });

  it('is recognized by English headings too', async () => {
    const file = await open('billMonth,startTime,serviceTypeName,chargeItemDesc,catalogPrice (CNY),productType\n');
    assert.deepEqual(file.columns, { time: 1, product: 2, item: 3, listPrice: 4, payment: 5 });
  });

  const problems: readonly (readonly [what: string, content: string | Uint8Array, problem: string])[] = [
    ['is empty', '', 'empty'],
    ['holds nothing but blanks', '\ufeff \n\n', 'empty'],
    ['is a workbook', Buffer.from([0x50, 0x4b, 3, 4, 20]), 'workbook'],
    ['is an old workbook', Buffer.from('d0cf11e0a1b11ae1', 'hex'), 'workbook'],
    ['is a page', '<html><table>', 'notText'],
    ['is a picture', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0]), 'notText'],
    ['is in an encoding nobody knows', Buffer.from([0xff, 0x2c, 0x80, 0x0a, 0xff, 0xff, 0xff]), 'encoding'],
    ['is some other text', 'just a note\nand another\n', 'noHeadings'],
    ['has headings and no lines', `${HEADER}\n`, 'noLines'],
    ['has no line that can be read', `${HEADER}\nx,y\n`, 'noLines'],
    ['has a quote that is not closed', `${HEADER}\n${LINE}\n"${LINE}\n`, 'broken'],
    ['has a line without an end', `${HEADER}\n"${'x'.repeat(2 * 1024 * 1024)}`, 'broken'],
    ['is too large', new Uint8Array(MAX_BILL_FILE_BYTES + 1).fill(0x20), 'tooLarge'],
    [
      'has more different lines than any bill',
      [HEADER, ...Array.from({ length: 50_002 }, (_, n) => LINE.replace('5.1', String(n)))].join('\n'),
      'tooLarge',
    ],
  ];
  for (const [what, content, problem] of problems)
    it(`that ${what} is called ${problem}`, async () => assert.equal(await problemOf(content), problem));

  it('is no longer read after an abort', async () => {
    const stop = new AbortController();
    const file = await open([HEADER, ...Array.from({ length: 5_000 }, () => LINE)].join('\n'));
    const reading = file.read(whole(file), stop.signal);
    stop.abort(new Error('enough'));
    await assert.rejects(reading, /enough/);
  });

  it('yields to the event loop while it is read', async () => {
    const file = await open([HEADER, ...Array.from({ length: 20_000 }, () => LINE)].join('\n'));
    let turns = 0;
    const timer = setInterval(() => turns++, 0);
    try {
      await file.read(whole(file), never);
    } finally {
      clearInterval(timer);
    }
    assert.ok(turns > 5, `${turns} turns`);
  });
});
