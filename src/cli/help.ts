import type { Language } from './language.ts';

const ENGLISH = `Usage: ask-wenxin batch run JOBS.JSONL --output RESULTS.JSONL [options]

Sends every request of a JSONL file in the OpenAI batch format, one per line:
{"custom_id": "1", "method": "POST", "url": "/v2/chat/completions", "body": {"messages": [...]}}
The results are written in the OpenAI batch output format. Running the same
command again resumes the job; answered requests are not sent again. Use - as
the file to read standard input.

Options
  --output FILE       results, one line per request (required unless --dry-run)
  --endpoint URL      service URL (default: https://qianfan.baidubce.com/v2)
  --api v1|v2         protocol of the endpoint (default: v2)
  --model ID          model of lines that specify none (default: that of the
                      earlier run, else ernie-5.1)
  --concurrency N     maximum number of parallel requests, 1 to 64 (default: 5)
  --budget CNY        maximum cost of this job in yuan, or none; also applies to
                      later runs until it is changed
  --prices FILE       model prices, in the format of the setting wenxin.prices:
                      {"MODEL": {"unit": "perMillion", "input": 4, "output": 16}}
  --max-output-tokens N   maximum length of an answer, for lines without a limit
                      (default: 4096)
  --temperature T     0 to 2, for lines that specify none (default: the model's)
  --store FOLDER      folder of jobs and the ledger, needed to resume a job
                      (default: a per-user folder, see below)
  --retry-failed      resend requests that failed in earlier runs
  --ask-changed       resend lines that changed after they were answered
  --dry-run           check the file and estimate the cost; nothing is sent
  --iam-url URL       service that exchanges an AK/SK for short-lived API keys
                      (default: https://iam.bj.baidubce.com)
  --oauth-url URL     service that issues access tokens for V1
                      (default: https://aip.baidubce.com)
  --verbose           print more details to standard error
  --help, --version

Environment
  QIANFAN_BEARER_TOKEN                    an API key, or
  QIANFAN_ACCESS_KEY, QIANFAN_SECRET_KEY  an AK/SK, or
  QIANFAN_AK, QIANFAN_SK                  the key pair of an old application (V1)
  HTTPS_PROXY, NO_PROXY                   proxy settings
  NODE_EXTRA_CA_CERTS                     file of additional trusted certificates
  LC_ALL, LC_MESSAGES, LANG               language of messages (en, zh)

The default store is $XDG_STATE_HOME/ask-wenxin or ~/.local/state/ask-wenxin,
on macOS ~/Library/Application Support/ask-wenxin, on Windows
%LOCALAPPDATA%\\ask-wenxin. A job is identified by the paths of both files.
Progress is written to standard error.

Exit code
  0  all requests completed
  1  some requests failed
  2  stopped: budget, quota, credentials, invalid input or options
  130, 143  interrupted
`;

const CHINESE = `用法：ask-wenxin batch run JOBS.JSONL --output RESULTS.JSONL [选项]

逐条发送 JSONL 文件中的请求（OpenAI 批量格式），每行形如
{"custom_id": "1", "method": "POST", "url": "/v2/chat/completions", "body": {"messages": [...]}}，
并按 OpenAI 批量结果格式写入结果。再次运行同一命令会从中断处继续，
已作答的请求不会重复发送。用 - 代替文件名表示读取标准输入。

选项
  --output FILE       结果文件，每条请求一行（除 --dry-run 外必填）
  --endpoint URL      服务地址（默认：https://qianfan.baidubce.com/v2）
  --api v1|v2         服务地址的接口协议（默认：v2）
  --model ID          未指定模型的行所用的模型（默认：上次运行的模型，
                      首次为 ernie-5.1）
  --concurrency N     同时进行的请求数，1 到 64（默认：5）
  --budget CNY        此任务的费用上限（元），或 none；对之后的运行继续有效，
                      直到被更改
  --prices FILE       模型价格，格式与设置 wenxin.prices 相同：
                      {"MODEL": {"unit": "perMillion", "input": 4, "output": 16}}
  --max-output-tokens N   未指定上限的行的最大输出长度（默认：4096）
  --temperature T     未指定温度的行所用的温度，0 到 2（默认：由模型决定）
  --store FOLDER      存放任务和账目的文件夹，继续任务时需要（默认：
                      用户文件夹，见下文）
  --retry-failed      重新发送之前失败的请求
  --ask-changed       重新发送作答后被更改的行
  --dry-run           检查文件并预估花费，不发送任何内容
  --iam-url URL       用 AK/SK 换取短期 API Key 的服务
                      （默认：https://iam.bj.baidubce.com）
  --oauth-url URL     为 V1 提供访问令牌的服务
                      （默认：https://aip.baidubce.com）
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
