import type { Conversation, Turn } from '../../../src/core/conversation/conversation.ts';
import { seededRandom } from '../seededRandom.ts';

const SENTENCES = [
  '这段代码对**每个用户**都查询一次数据库，1000 个用户就是 1000 次往返。**建议改为一次查询。**',
  '先看调用栈：`parseHeader` 在缓冲区不足时返回了 `undefined`，而调用方没有检查。',
  '注意：数据量很大时请分批处理，否则内存会随行数增长；可以用游标，每批 500 行。',
  'The loop awaits each request, so they run *one after the other*. Start them together and await all.',
  'See [the manual](https://www.postgresql.org/docs/current/indexes.html); an index on `user_id` is enough here.',
  'This is a closure over the variable, not over its value: every callback reads the last one.',
];

const CODE = `\`\`\`ts
export async function ordersByUser(users: readonly User[], db: Database): Promise<Map<UserId, Order[]>> {
  const orders = await db.query('select * from orders where user_id = any($1)', [users.map(user => user.id)]);
  return Map.groupBy(orders, order => order.userId);
}
\`\`\``;

const TABLE = `| 方法 | 查询次数 | 耗时 |
|:--|--:|--:|
| 逐个查询 | 1,000 | 4.1 秒 |
| 合并查询 | 1 | 0.09 秒 |`;

const LIST = `1. 循环里使用了 \`await\`，请求是**串行**的；
2. 没有为 \`user_id\` 建索引；
   - at most \`8\` at a time
   - stop at the first failure
3. 出错时没有重试。`;

/**
 * Returns a conversation of `count` turns in Chinese and English with prose, code, tables and lists; the same in every
 * run.
 */
export function longConversation(count: number): Conversation {
  const random = seededRandom(8);
  return { id: 'long', turns: Array.from({ length: count }, (_, index) => turn(index, random)) };
}

/** Returns the text of an answer of the given length. */
export function longAnswer(characters: number): string {
  const random = seededRandom(9);
  let text = '';
  while (text.length < characters) text += `${text === '' ? '' : '\n\n'}${answerText(random)}`;
  return text.slice(0, characters);
}

function turn(index: number, random: () => number): Turn {
  return {
    id: `turn${index}`,
    feature: 'chat',
    question: `第 ${index + 1} 个问题：${index % 2 === 0 ? '这段代码为什么慢？' : 'How does this parser handle long input?'}`,
    prompt: '',
    attachments: [],
    askedAtMs: 0,
    answer: {
      state: 'finished',
      model: 'ernie-5.1',
      reasoning: index % 5 === 0 ? '先看循环：每次都重新查询数据库。' : '',
      text: answerText(random),
      bookings: [],
    },
  };
}

function answerText(random: () => number): string {
  const pick = (): string => SENTENCES[Math.floor(random() * SENTENCES.length)] ?? '';
  const paragraph = (): string => Array.from({ length: 1 + Math.floor(random() * 4) }, pick).join(' ');
  const blocks = [paragraph()];
  if (random() < 0.4) blocks.push('### 主要问题', LIST);
  if (random() < 0.5) blocks.push(CODE);
  if (random() < 0.25) blocks.push(TABLE);
  blocks.push(paragraph());
  return blocks.join('\n\n');
}
