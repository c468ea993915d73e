import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { controlSimulator } from '../../support/simulator/control.ts';

const main = new URL('../../support/simulator/main.ts', import.meta.url).pathname;

describe('simulator: as a process', () => {
  let child: ChildProcess | undefined;
  afterEach(() => child?.kill('SIGKILL'));

  async function start(...args: string[]): Promise<{ baseUrl: string; key: string }> {
    child = spawn(process.execPath, [main, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
    let text = '';
    for await (const chunk of child.stdout ?? []) {
      text += String(chunk);
      if (text.includes('End ')) break;
    }
    const baseUrl = /Base URL\s+(\S+)/.exec(text)?.[1] ?? '';
    return { baseUrl, key: /API key\s+(\S+)/.exec(text)?.[1] ?? '' };
  }

  it('prints a working URL and key, can be controlled, and exits on SIGTERM while a request waits', async () => {
    const { baseUrl, key } = await start('--pace', '0');
    const control = controlSimulator(baseUrl.replace('/v2', ''));
    await control.script({ delivery: { beforeHeadersMs: 0 } });
    await control.script({ delivery: { beforeHeadersMs: 0, chunkMs: 1e8 } });
    const ask = () =>
      fetch(`${baseUrl}/chat/completions`, {
        method: 'POST',
        headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
        body: '{"model":"ernie-5.1","stream":true,"messages":[{"role":"user","content":"你好"}]}',
      });
    const response = await ask();
    assert.equal(response.headers.get('x-ratelimit-limit-requests'), '300');
    assert.match(await response.text(), /\[DONE\]/);
    const stalled = await ask();
    assert.equal(stalled.status, 200);
    assert.ok(child);
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    assert.deepEqual(await ended, [0, null]);
    await assert.rejects(stalled.text());
  });

  it('accepts a given key', async () => {
    const { key } = await start('--key', 'my-key');
    assert.equal(key, 'my-key');
  });
});
