import type { ProgressView, TurnView } from '../../../src/protocol/turnView.ts';
import { action, ask, page, RECEIPT, type Sample } from './samplePage.ts';

/** Pages with a question that waits, is slow, failed because of the endpoint, or was answered another way. */
export const FLOW_SAMPLES: Readonly<Record<string, Sample>> = {
  queued: { lang: 'en', view: page({ turns: [waits('Queued: 3 ahead, about {seconds} s.', ['Cancel'])] }) },
  rateLimited: {
    lang: 'en',
    view: page({
      turns: [
        waits("This minute's limit is reached (60 RPM). Retrying in {seconds} s; waiting costs nothing.", ['Cancel']),
      ],
    }),
  },
  backoff: {
    lang: 'en',
    view: page({
      turns: [waits('ernie-5.1 is busy. Retry 1 of 2 in {seconds} s.', ['Retry Now', 'Cancel'])],
    }),
  },
  backoffZh: {
    lang: 'zh-cn',
    view: page({
      turns: [
        waits('无法连接 gateway.models.intranet.example.cn，{seconds} 秒后进行第 1 次重试（最多 2 次）。', [
          '立即重试',
          '取消',
        ]),
      ],
    }),
  },
  slow: {
    lang: 'en',
    view: page({
      turns: [
        waits('No answer for 60 s. The service may still be working; sending again may be charged again.', [
          'Keep Waiting',
          'Stop',
          'Send Again',
        ]),
      ],
    }),
  },
  slowZh: {
    lang: 'zh-cn',
    view: page({
      turns: [
        waits('已等待 180 秒，仍未收到回答。服务可能仍在生成，重新发送可能会再次计费。', [
          '继续等待',
          '停止',
          '重新发送',
        ]),
      ],
    }),
  },
  failover: { lang: 'en', view: page({ turns: [failedOver()] }) },
  failoverZh: { lang: 'zh-cn', view: page({ turns: [failedOverZh()] }) },
  circuit: { lang: 'en', view: page({ turns: [circuit()] }) },
  offlineZh: { lang: 'zh-cn', view: page({ turns: [offlineZh()] }) },
};

function waits(text: string, labels: readonly string[]): TurnView {
  const progress: ProgressView = { text, remainingMs: 23_000, actions: labels.map(label => ({ id: label, label })) };
  return ask(/\p{Script=Han}/u.test(text) ? '这段代码为什么慢？' : 'Why is this slow?', { state: 'waiting', progress });
}

function failedOver(): TurnView {
  const notice =
    'ernie-5.1 is unavailable; ernie-4.5-turbo-128k answered instead (¥0.8 in, ¥3.2 out per million tokens).';
  const receipt = { ...RECEIPT, model: 'ernie-4.5-turbo-128k' };
  return ask('Why?', { text: 'Each user costs one query.', notice, receipt });
}

function failedOverZh(): TurnView {
  const notice = '华北私有部署网关 不可用，本次由 华东备用中转服务 回答（输入 ¥4 起、输出 ¥18 起／百万 tokens）。';
  return ask('为什么？', { text: '每个用户都会查询一次数据库。', notice, receipt: RECEIPT });
}

function circuit(): TurnView {
  const message =
    'Simulator A failed 5 times in a row; requests are paused. Nothing was charged. You can try again in 42 s. ernie-x1 costs about 1.5 times as much as ernie-5.1. Use it?';
  const labels = ['Try Now', 'Use This Time', 'Select Model...', 'Diagnose Connection'];
  const actions = labels.map((label, index) => action(label, index < 2));
  return ask('Explain it.', { state: 'failed', failure: { severity: 'warning', message, actions } });
}

function offlineZh(): TurnView {
  const message = '本机没有网络连接。本次未计费。请连接网络，或选择在网络恢复后自动发送。';
  const actions = [action('恢复后发送', true), action('重试', true), action('诊断连接')];
  return ask('解释这个函数。', { state: 'failed', failure: { severity: 'warning', message, actions } });
}
