import type { Language } from './language.ts';

const ENGLISH = `Usage: ask-wenxin batch run JOBS.JSONL --output RESULTS.JSONL [options]

Asks every request of a JSONL file in OpenAI's batch format, each line
{"custom_id": "1", "method": "POST", "url": "/v2/chat/completions", "body": {"messages": [...]}},
and writes the answers in OpenAI's format of batch results. Running the same
command again goes on where it stopped; what is answered is not asked again.
- instead of a file reads standard input.

Options
  --output FILE       the results, one line a request (required unless --dry-run)
  --endpoint URL      the service (default: https://qianfan.baidubce.com/v2)
  --api v1|v2         the protocol of the endpoint (default: v2)
  --model ID          for lines without a model (default: that of the earlier run,
                      else ernie-5.1)
  --concurrency N     requests under way at a time, 1 to 64 (default: 5)
  --budget CNY        what this job may cost at most, in yuan; kept for the
                      next runs until another one is given, or none
  --prices FILE       prices of models as the setting wenxin.prices has them:
                      {"MODEL": {"unit": "perMillion", "input": 4, "output": 16}}
  --max-output-tokens N   of one answer, for lines without a limit (default: 4096)
  --temperature T     for lines without one, 0 to 2 (default: the model's)
  --store FOLDER      jobs and the ledger; keep it to go on later (default:
                      a folder of yours: see below)
  --retry-failed      asks again what failed in earlier runs
  --ask-changed       asks again the lines that changed after they were answered
  --dry-run           checks the file and says what it will probably cost;
                      nothing is sent
  --iam-url URL       the service that exchanges an AK/SK for short-lived API keys
                      by default https://iam.bj.baidubce.com
  --oauth-url URL     the service that gives access tokens for V1
                      by default https://aip.baidubce.com
  --verbose           says more on standard error
  --help, --version

Environment
  QIANFAN_BEARER_TOKEN                    an API key, or
  QIANFAN_ACCESS_KEY, QIANFAN_SECRET_KEY  an AK/SK, or
  QIANFAN_AK, QIANFAN_SK                  the pair of an old application (V1)
  HTTPS_PROXY, NO_PROXY                   the way to the network
  NODE_EXTRA_CA_CERTS                     a file of authorities to trust as well
  LC_ALL, LC_MESSAGES, LANG               the language of messages (en, zh)

The default store is $XDG_STATE_HOME/ask-wenxin or ~/.local/state/ask-wenxin,
on macOS ~/Library/Application Support/ask-wenxin, on Windows
%LOCALAPPDATA%\\ask-wenxin. A job is known by the paths of both files.
Progress goes to standard error.

Exit code
  0  everything is done
  1  some requests failed
  2  stopped: budget, quota, credentials, wrong input or options
  130, 143  interrupted
`;

const CHINESE = `用法：ask-wenxin batch run JOBS.JSONL --output RESULTS.JSONL [选项]

逐条提问 JSONL 文件中的请求（OpenAI 批量格式），每行形如
{"custom_id": "1", "method": "POST", "url": "/v2/chat/completions", "body": {"messages": [...]}}，
并按 OpenAI 批量结果格式写出回答。再次运行同一命令会从中断处继续，
已作答的不会重复提问。用 - 代替文件名表示读取标准输入。

选项
  --output FILE       结果文件，每条请求一行（除 --dry-run 外必填）
  --endpoint URL      服务地址（默认：https://qianfan.baidubce.com/v2）
  --api v1|v2         服务地址的接口协议（默认：v2）
  --model ID          未指定模型的行所用的模型（默认：上次运行的模型，
                      首次为 ernie-5.1）
  --concurrency N     同时进行的请求数，1 到 64（默认：5）
  --budget CNY        此任务最多花费多少元；之后的运行继续有效，
                      直到给出其他金额或 none
  --prices FILE       模型价格，格式与设置 wenxin.prices 相同：
                      {"MODEL": {"unit": "perMillion", "input": 4, "output": 16}}
  --max-output-tokens N   未指定上限的行的最大输出长度（默认：4096）
  --temperature T     未指定温度的行所用的温度，0 到 2（默认：由模型决定）
  --store FOLDER      存放任务和账目的文件夹；保留它才能继续（默认：
                      你的用户文件夹，见下文）
  --retry-failed      重新提问之前失败的请求
  --ask-changed       重新提问作答后被更改的行
  --dry-run           检查文件并预估花费，不发送任何内容
  --iam-url URL       用 AK/SK 换取短期 API Key 的服务
                      默认为 https://iam.bj.baidubce.com
  --oauth-url URL     为 V1 提供访问令牌的服务
                      默认为 https://aip.baidubce.com
  --verbose           在标准错误中输出更多信息
  --help, --version

环境变量
  QIANFAN_BEARER_TOKEN                    API Key，或
  QIANFAN_ACCESS_KEY, QIANFAN_SECRET_KEY  AK/SK，或
  QIANFAN_AK, QIANFAN_SK                  旧版应用的 AK/SK（V1）
  HTTPS_PROXY, NO_PROXY                   代理
  NODE_EXTRA_CA_CERTS                     另外信任的证书文件
  LC_ALL, LC_MESSAGES, LANG               消息的语言（en、zh）

默认存储为 $XDG_STATE_HOME/ask-wenxin 或 ~/.local/state/ask-wenxin，
macOS 为 ~/Library/Application Support/ask-wenxin，Windows 为
%LOCALAPPDATA%\\ask-wenxin。任务由两个文件的路径识别。进度写入标准错误。

退出码
  0  全部完成
  1  部分请求失败
  2  已停止：预算、配额、密钥、输入或选项有误
  130、143  被中断
`;

/** The text of `--help`. */
export const HELP: Readonly<Record<Language, string>> = { en: ENGLISH, zh: CHINESE };
