import { parseArgs } from 'node:util';
import { startSimulator } from './simulator.ts';

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '0' },
    key: { type: 'string' },
    /** Milliseconds per chunk; 20 resembles a fast model. */
    pace: { type: 'string', default: '20' },
    help: { type: 'boolean', default: false },
  },
});

if (values.help) {
  console.log('npm run simulator -- [--port N] [--key KEY] [--pace MS]');
} else {
  // 300 requests and 300,000 tokens a minute are the classic defaults of an account (Baidu WENXINWORKSHOP/s/hlzic283e).
  const simulator = await startSimulator({
    port: wholeNumber('port', values.port),
    ...(values.key !== undefined && { key: values.key }),
    chunkMs: wholeNumber('pace', values.pace),
    beforeHeadersMs: 200,
    limits: { requests: 300, tokens: 300_000 },
  });
  console.log(`Base URL   ${simulator.baseUrl}
API key    ${simulator.key}
V1         ${simulator.url}/rpc/2.0/ai_custom/v1/wenxinworkshop/chat/completions_pro
V1 app     ${simulator.app.apiKey} / ${simulator.app.secretKey}, for ${simulator.url}/oauth/2.0/token
IAM pair   ${simulator.iamPair.accessKey} / ${simulator.iamPair.secretKey}, for V1 and ${simulator.url}/v1/BCE-BEARER/token
Try        curl -N ${simulator.baseUrl}/chat/completions -H 'Authorization: Bearer ${simulator.key}' -H 'Content-Type: application/json' -d '{"model":"ernie-5.1","stream":true,"messages":[{"role":"user","content":"你好"}]}'
Misbehave  curl ${simulator.url}/__control/script -d '{"script":{"instead":{"kind":"error","code":"rpm_rate_limit_exceeded"}},"times":1}'
Look       curl ${simulator.url}/__control/requests    (also account, violations)
Forget     curl -X POST ${simulator.url}/__control/reset
End        Ctrl+C`);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void simulator.close());
}

function wholeNumber(name: string, text: string): number {
  if (!/^\d+$/.test(text)) throw new Error(`--${name} is a whole number`);
  return Number(text);
}
