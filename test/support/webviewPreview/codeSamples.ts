import type { TurnView } from '../../../src/protocol/turnView.ts';
import { ask, chip, page, RECEIPT, type Sample } from './samplePage.ts';

/** Pages with answers that contain code and formulas. The preview highlights the code in place of the host. */
export const CODE_SAMPLES: Readonly<Record<string, Sample>> = {
  code: { lang: 'en', view: page({ turns: [code('parse.ts:12–40')] }) },
  codeZh: { lang: 'zh-cn', view: page({ turns: [codeZh()] }) },
  codeKinds: { lang: 'en', view: page({ turns: [kinds()] }) },
  codeHidden: { lang: 'en', view: page({ turns: [hidden()] }) },
  codeGrows: { lang: 'en', view: page({ turns: [grows()] }) },
  formulas: { lang: 'en', view: page({ turns: [formulas()] }) },
  formulasZh: { lang: 'zh-cn', view: page({ turns: [formulasZh()] }) },
};

function code(target: string): TurnView {
  const text = `Read it line by line:

\`\`\`ts
/** Lines of a file, without their ends. */
export async function* linesOf(path: string, size = 65_536): AsyncGenerator<string> {
  const stream = createReadStream(path, { encoding: 'utf8', highWaterMark: size });
  for await (const chunk of stream) yield* String(chunk).split(/\\r?\\n/); // one by one
  if (stream.errored !== null) throw new ParseError(\`\${path}: \${stream.errored.message}\`);
}
\`\`\`

\`\`\`shell
npm install --save-dev "$PACKAGE" && echo done # ready
\`\`\``;
  const turn = ask('Make it lazy.', { text, receipt: RECEIPT });
  return { ...turn, attachments: [chip(target)], apply: { target: { label: target, language: 'typescript' } } };
}

function codeZh(): TurnView {
  const text = `改成一次查询即可：

\`\`\`python
@dataclass
class 订单:
    """一条订单。"""
    编号: int
    金额: float = 0.0

def 合计(订单列表: list[订单]) -> float:
    # 只统计已付款的订单
    return sum(每单.金额 for 每单 in 订单列表 if 每单.金额 > 0)
\`\`\`

\`\`\`sql
SELECT 用户, COUNT(*) AS 数量 FROM 订单 WHERE 状态 = '已付款' GROUP BY 用户;
\`\`\``;
  const turn = ask('这段代码为什么慢？', { text, receipt: RECEIPT });
  return {
    ...turn,
    attachments: [chip('订单.py:12–40')],
    apply: { target: { label: '订单.py:12–40', language: 'python' } },
  };
}

function kinds(): TurnView {
  const text = `\`\`\`diff
--- a/src/cart.ts
+++ b/src/cart.ts
@@ -1,3 +1,3 @@
-const total = items.reduce((sum, item) => sum + item.price);
+const total = items.reduce((sum, item) => sum + item.price, 0);
 export { total };
\`\`\`

\`\`\`java
@Override
public List<Order> paid(int limit) throws IOException {
    return orders.stream().filter(o -> o.isPaid() && o.total() > 0.5).limit(limit).toList();
}
\`\`\`

\`\`\`html
<button class="primary" disabled>Send</button> <!-- soon -->
\`\`\`

\`\`\`css
.card > a:hover { color: #0078d4; margin: 0 auto 1.5em var(--gap); }
\`\`\`

\`\`\`yaml
services:
  web: { image: "nginx:1.27", ports: [8080], debug: true }
\`\`\`

\`\`\`
plain text without a language
\`\`\``;
  return { ...ask('Show me.', { text }), apply: { target: null } };
}

function hidden(): TurnView {
  const text =
    '```js\nconst isAdmin = false; /*\u202e } \u2066if (isAdmin)\u2069 \u2066 begin admins only */\nlet a\u200bb = "x\u00ady";\n```';
  return { ...ask('Is this safe?', { text }), apply: { target: null } };
}

function grows(): TurnView {
  const text = 'The whole is $$\\sum_{i=1}^n i$$\n\n```ts\nconst done = true;\n```\n\nand then\n\n```ts\nconst soon = ';
  return {
    ...ask('Go on.', { state: 'streaming', text }),
    apply: { target: { label: 'parse.ts:1–4', language: 'typescript' } },
  };
}

function formulas(): TurnView {
  const text = `For $n$ items the cost is $O(n \\log n)$, from $5 to $9 a month:

$$
T(n) = \\sum_{i=0}^{\\log_2 n} 2^i \\cdot \\frac{n}{2^i} = n \\log_2 n + n
$$

\\[ \\begin{pmatrix} a & b \\\\ c & d \\end{pmatrix}^{-1} = \\frac{1}{ad - bc} \\begin{pmatrix} d & -b \\\\ -c & a \\end{pmatrix} \\]

| Step | Cost |
|:--|--:|
| Divide | \\(\\Theta(1)\\) |
| Merge | $\\sqrt{x^2 + y^2}$ |

A broken one: $\\frac{1$, one with a link: $\\href{https://evil.example}{x^2}$, and one that is far too long for a narrow view: $a_1 + a_2 + a_3 + a_4 + a_5 + a_6 + a_7 + a_8 + a_9 + a_{10} + a_{11} = \\overrightarrow{ABCDEFGHIJKLMNOPQRSTUVWXYZABCDEFGHIJ}$.`;
  return ask('What does it cost?', { text, receipt: RECEIPT });
}

function formulasZh(): TurnView {
  const text = `设单价为 $p$，数量为 $q$，则 $\\text{总价} = p \\times q$，满 $100$ 减 $10$：

$$\\text{应付} = \\begin{cases} pq - 10, & pq \\geq 100 \\\\ pq, & \\text{其他情况} \\end{cases}$$

其中\\(p > 0\\)。`;
  return ask('怎么算总价？', { text, receipt: RECEIPT });
}
