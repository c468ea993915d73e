/** Forbidden words with their replacements, which follow the wording of VS Code and Baidu. */
const WORDS: readonly (readonly [wrong: RegExp, right: string])[] = [
  [/您/, '你, or nothing'],
  [/插件/, '扩展'],
  [/点击/, '单击'],
  [/撤销/, '撤消'],
  [/登陆/, '登录'],
  [/帐[户号]/, '账户'],
  [/端点|终结点/, '服务地址'],
  [/断路器/, '熔断'],
  [/(?<!访问)令牌|词元/, 'token'],
  [/选定内容|(?<!未|没有)选中内容/, '所选内容'],
  [/提交信息/, '提交消息'],
  [/提供商/, '提供程序'],
  [/再试/, '重试'],
  [/了解更多/, '了解详细信息'],
  [/查看日志/, '显示日志'],
  [/API key|Api Key|API KEY|Api key/, 'API Key'],
  [/Secret key|Access key/, 'Secret Key, Access Key'],
];

const HAN = '\\p{Script=Han}';
const FULL_WIDTH = '，。；：？！、“”（）《》【】／';

/**
 * Rules of spacing and punctuation for a text in which code, links and placeholders are replaced by one letter each.
 */
const PUNCTUATION: readonly (readonly [wrong: RegExp, problem: string])[] = [
  [new RegExp(`${HAN}[A-Za-z0-9]|[A-Za-z0-9]${HAN}`, 'u'), 'no space between Han and Latin letters or digits'],
  [new RegExp(`${HAN} ${HAN}`, 'u'), 'a space between Han letters'],
  [new RegExp(`${HAN}[¥≈]`, 'u'), 'no space before an amount'],
  [/[¥≈] [0-9A]/, 'a space inside an amount'],
  [/[A-Za-z0-9] %/, 'a space before %'],
  [new RegExp(` [${FULL_WIDTH}]|[${FULL_WIDTH}] `), 'a space next to full-width punctuation'],
  [new RegExp(`${HAN}[,;?!:]|[,;?!:] ?${HAN}`, 'u'), 'half-width punctuation in a Chinese sentence'],
  [new RegExp(`${HAN}\\.(?!\\.\\.(?!\\.))`, 'u'), 'half-width full stop in a Chinese sentence'],
  [new RegExp(`${HAN} ?\\(|\\( ?${HAN}|${HAN}\\)`, 'u'), 'half-width brackets in a Chinese sentence'],
  [new RegExp(`${HAN}["']|["']${HAN}`, 'u'), 'straight quotation marks in a Chinese sentence'],
  [/…/, 'an ellipsis instead of three dots'],
  [/[Ａ-Ｚａ-ｚ０-９\u3000]/, 'full-width letters, digits or spaces'],
  [/ {2}|^ | $/, 'a space too many'],
];

/** Placeholders for a Chinese text, for example “3 天”, which need no space around them. */
const HAN_PLACEHOLDERS = ['whichBudget', 'whose', 'age', 'requests', 'questions', 'levels'];

/** Returns the wording problems of a user-visible Chinese text. */
export function wordingProblems(text: string): string[] {
  const plain = plainText(text);
  return [
    ...WORDS.filter(([wrong]) => wrong.test(plain)).map(
      ([wrong, right]) => `“${wrong.exec(plain)?.[0] ?? ''}”: ${right}`,
    ),
    ...PUNCTUATION.filter(([wrong]) => wrong.test(plain)).map(
      ([wrong, problem]) => `${problem} (${around(plain, wrong)})`,
    ),
  ];
}

/** Returns the text with code, icons and placeholder values replaced by a Latin letter. */
function plainText(text: string): string {
  return text
    .replace(/`[^`]*`/g, 'A')
    .replace(/文心: /g, '') // VS Code's prefix of a command in the palette.
    .replace(/\$\([\w~-]+\)/g, 'A')
    .replace(/\]\([^)]*\)/g, '')
    .replace(/ \*\*(?=\p{Script=Han})|(?<=\p{Script=Han})\*\* /gu, '') // Bold words may have spaces around them.
    .replace(/\[|\*\*/g, '')
    .replace(/\{(\w+)\}/g, (_, name: string) => (HAN_PLACEHOLDERS.includes(name) ? '字' : 'A'));
}

function around(text: string, wrong: RegExp): string {
  const at = text.search(wrong);
  return text.slice(Math.max(0, at - 4), at + 6);
}
