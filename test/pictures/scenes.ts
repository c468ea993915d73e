import type { Locale } from '../support/vscode/browserProfile.ts';

/** What is shown, said and pressed in the pictures, in the language of their readers. */
interface Scene {
  readonly openChat: string;
  readonly askSelection: string;
  readonly menu: readonly [submenu: string, entry: string];
  readonly setCredentials: string;
  readonly code: string;
  readonly question: string;
  /** A question that the budget does not allow any more. */
  readonly followUp: string;
  readonly answer: string;
}

/** The function the pictures ask about. */
export const SELECTED = { from: { line: 16, column: 1 }, to: { line: 20, column: 2 } } as const;

const FENCE = '```';

/** By language. The answers were written for the pictures: what the simulator says by itself is too short to show much. */
export const SCENES: Readonly<Record<Locale, Scene>> = {
  en: {
    openChat: 'Open Chat',
    askSelection: 'Ask Wenxin About Selection',
    menu: ['Wenxin', 'Explain'],
    setCredentials: 'Set Credentials...',
    code: code('Amounts are whole fen.', 'Before any discount.', 'What is due after the best discount.'),
    question: 'Can the amount due become negative?',
    followUp: 'Rewrite it',
    answer: `Not with today's discounts: the largest is ¥50, and it needs ¥300. But **nothing in \`checkout\` forbids it**, so a new discount could.

One line makes it certain:

${FENCE}ts
const saved = Math.min(total, bestDiscount(total));
${FENCE}

- \`due\` then never falls below 0
- \`saved\` says what was really saved, and not more

A test with an empty cart would hold it.`,
  },
  'zh-cn': {
    openChat: '打开聊天',
    askSelection: '就所选内容提问',
    menu: ['文心', '解释'],
    setCredentials: '设置密钥...',
    code: code('金额一律以“分”为单位。', '未优惠前的合计。', '减去最划算的一种优惠后的应付金额。'),
    question: '应付金额可能变成负数吗？',
    followUp: '重写',
    answer: `按目前的优惠不会：最多减 50 元，且需满 300 元。但 **\`checkout\` 本身没有限制**，以后调整优惠就可能出现负数。

加一行即可保证：

${FENCE}ts
const saved = Math.min(total, bestDiscount(total));
${FENCE}

- \`due\` 不会小于 0
- \`saved\` 等于实际减免的金额，不会偏大

建议用空购物车补充一个测试。`,
  },
};

function code(amounts: string, before: string, due: string): string {
  return `import { bestDiscount } from './discounts';

/** ${amounts} */
export interface CartLine {
  sku: string;
  priceInFen: number;
  quantity: number;
}

/** ${before} */
function subtotal(lines: readonly CartLine[]) {
  return lines.reduce((sum, line) => sum + line.priceInFen * line.quantity, 0);
}

/** ${due} */
export function checkout(lines: readonly CartLine[]) {
  const total = subtotal(lines);
  const saved = bestDiscount(total);
  return { due: total - saved, saved };
}
`;
}
