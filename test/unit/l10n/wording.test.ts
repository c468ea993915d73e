import assert from 'node:assert/strict';
import { type Translation, translationProblems } from './translations.ts';
import { wordingProblems } from './wording.ts';

/** Correctly worded texts, from the glossary and others. */
const GOOD = [
  '设置密钥后即可开始提问。',
  '密钥由 VS Code 加密保存，只会发送到 {host}。本扩展由第三方开发，并非百度官方产品。',
  'API Key（推荐）：以 bce-v3/ 开头。千帆控制台 → 系统管理 → API Key',
  '密钥可用：{model} 在 {seconds} 秒内作答，本次验证花费 ¥{amount}。',
  '来自缓存（{age}前），节省 ¥{saved}。',
  '今日已花费 ¥{spent}，占预算（¥{budget}）的 {percent}%，剩余 ¥{left}。',
  '连接已中断，已保留收到的 {chars} 个字符（≈¥{amount}）。',
  '{from} 不可用，本次由 {to} 回答（输入 ¥{in}、输出 ¥{out}／百万 tokens）。',
  '扩展“{extension}”想要使用你的密钥调用 {model}。',
  '百度按“元／千 tokens”标价，此处单位为“元／百万 tokens”。',
  '访问令牌（access_token）已过期。',
  '已达到每分钟速率限制（rpm_rate_limit_exceeded）。',
  '设置密钥...',
  '例如 `ernie-5.1` 或 `ernie-4.5-turbo`。',
  '$(warning) 预算已用完',
  '打开[设置](command:workbench.action.openSettings)',
  '¥1.23 / ¥5.00',
  'P99 延迟 1.2 秒',
  '≈ 表示含估算',
  '未选中内容。要针对哪部分提问？',
  '在命令面板中运行“文心: 设置密钥...”，然后粘贴。',
  '留空表示百度公有云服务 `https://qianfan.baidubce.com/v2`。',
];

const BAD = [
  '请您设置密钥。',
  '本插件由第三方开发。',
  '点击打开。',
  '撤销更改',
  '登陆百度',
  '帐户已欠费',
  '切换端点',
  '终结点不可用',
  '断路器已打开',
  '令牌已过期',
  '一个词元',
  '选定内容',
  '解释选中内容',
  '稍后再试',
  '填写 API key。',
  '使用VS Code 保存',
  '等待 3秒',
  '{host}拒绝了密钥。',
  '无法连接{host}。',
  '今日 共 3 次请求',
  '今日 {requests}',
  '填写`wenxin.model`设置。',
  '$(warning)预算已用完',
  '花费¥5',
  '约为≈¥5',
  '花费 ¥ 5',
  '花费 ¥ {amount}',
  '达到 80 % 时',
  '密钥可用 ，可以提问',
  '密钥可用， 可以提问',
  '密钥可用,可以提问',
  '无法连接 {host}, 请重试',
  '是否继续?',
  '模型:未知',
  '已停止;可以继续',
  '完成!',
  '已停止.',
  '正在等待…',
  '正在等待....',
  '模型(默认)',
  '文件"设置"已损坏',
  '花费 ５ 元',
  '设置  密钥',
  ' 设置密钥',
];

describe('the check of Chinese wording', () => {
  for (const text of GOOD) {
    it(`accepts ${text}`, () => {
      assert.deepEqual(wordingProblems(text), []);
    });
  }
  for (const text of BAD) {
    it(`refuses ${text}`, () => {
      assert.notDeepEqual(wordingProblems(text), []);
    });
  }
});

describe('the check of translations', () => {
  function problems(english: string, chinese: string): string[] {
    return translationProblems({ key: 'sample', english, chinese } satisfies Translation);
  }

  it('accepts equivalent texts', () => {
    assert.deepEqual(problems('{host} cannot be reached.', '无法连接 {host}。'), []);
    assert.deepEqual(problems('Set Credentials...', '设置密钥...'), []);
    assert.deepEqual(problems('Use `wenxin.model`?', '使用 `wenxin.model`？'), []);
    assert.deepEqual(problems('API Key', 'API Key'), []);
    assert.deepEqual(problems('It is in “Settings.”', '它在“设置”中。'), []);
  });

  const different: readonly (readonly [english: string, chinese: string])[] = [
    ['{host} cannot be reached.', '无法连接服务。'],
    ['The service cannot be reached.', '无法连接 {host}。'],
    ['{0} of {1}', '{0}，共 {2}'],
    ['Use `a`.', '使用 `b`。'],
    ['Set Credentials...', '设置密钥'],
    ['Set Credentials', '设置密钥...'],
    ['Show Log', '显示日志。'],
    ['It is saved.', '已保存'],
    ['Use it?', '是否使用。'],
    ['The service cannot be reached.', 'The service cannot be reached.'],
    ['Waiting…', '正在等待...'],
  ];
  for (const [english, chinese] of different) {
    it(`refuses “${english}” as “${chinese}”`, () => {
      assert.notDeepEqual(problems(english, chinese), []);
    });
  }
});
