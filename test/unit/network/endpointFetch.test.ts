import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { createServer as createHttpServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { TLSSocket } from 'node:tls';
import { build } from 'esbuild';
import { endpointFetchBundle } from '../../../scripts/endpointFetchBundle.ts';
import type { FailureKind } from '../../../src/core/errors.ts';
import { networkError } from '../../../src/core/networkError.ts';
import { ResponseBody } from '../../../src/core/responseBody.ts';
import type { EndpointFetchPart, EndpointNetwork, NetworkFlaw } from '../../../src/lazy/endpointFetch.ts';
import { makeAuthority, type Authority } from '../../support/certificates.ts';
import { REPOSITORY_FOLDER } from '../../support/folders.ts';
import { startProxy, type Proxy } from '../../support/proxy.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';
import { openTrap } from '../../support/trap.ts';

/** A host name that does not resolve, so that it is only reachable through a proxy. */
const HIDDEN = 'endpoint.invalid';

describe('An endpoint with its own network settings', function () {
  this.timeout(180_000);
  let file: string;
  let part: EndpointFetchPart;
  let ours: Authority;
  let strangers: Authority;
  const endings: (() => Promise<unknown>)[] = [];

  before(async () => {
    file = path.join(temporaryFolder(), 'endpointFetch.cjs');
    await build({ ...endpointFetchBundle, absWorkingDir: REPOSITORY_FOLDER, outfile: file, logLevel: 'silent' });
    part = createRequire(file)(file) as EndpointFetchPart;
    [ours, strangers] = await Promise.all([makeAuthority('ours'), makeAuthority('strangers')]);
  });
  afterEach(async () => {
    for (const end of endings.splice(0)) await end();
  });

  const open = (network: EndpointNetwork): typeof globalThis.fetch => {
    const own = part.createEndpointFetch(network);
    endings.unshift(() => own.dispose());
    return own.fetch;
  };
  /** Starts an https server of `ours` at 127.0.0.1. */
  const serve = async (
    answer: (request: IncomingMessage, response: ServerResponse) => void,
    { wantsClient = false } = {},
  ): Promise<string> => {
    const server = createServer({ ...ours.server, ca: ours.cert, requestCert: wantsClient }, answer);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    endings.push(async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    });
    return `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
  };
  const proxyTo = async (target: string): Promise<Proxy> => {
    const proxy = await startProxy({ host: HIDDEN, target });
    endings.push(() => proxy.close());
    return proxy;
  };
  const plainServer = async (): Promise<string> => {
    const server = createHttpServer((request, response) => response.end(`plain ${request.url}`)).listen(0, '127.0.0.1');
    await once(server, 'listening');
    endings.push(async () => {
      server.close();
      await once(server, 'close');
    });
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  };
  const fails = async (answer: Promise<unknown>, kind: FailureKind, secret = 'no secret'): Promise<void> => {
    const error: unknown = await answer.then(
      () => assert.fail('it was answered'),
      (thrown: unknown) => thrown,
    );
    assert.equal(networkError(error, { host: 'h', secrets: [] }).kind, kind);
    for (let each = error; each instanceof Error; each = each.cause) {
      assert.ok(!`${each.message} ${each.stack} ${JSON.stringify(each)}`.includes(secret));
    }
  };

  it('trusts its own certificate authority and no other', async () => {
    const url = await serve((request, response) => response.end(`${request.method} ${String(request.headers['x-a'])}`));
    const response = await open({ caPem: ours.cert })(url, { method: 'POST', headers: new Headers({ 'X-A': 'b' }) });
    assert.deepEqual([response.status, await response.text()], [200, 'POST b']);
    await fails(open({})(url), 'tls');
    await fails(open({ caPem: strangers.cert })(url), 'tls');
    const both = open({ caPem: `${strangers.cert}\n${ours.cert}` });
    assert.equal((await both(new URL(url))).status, 200);
  });

  it('sends its client certificate to a server that asks for one', async () => {
    const url = await serve(
      ({ socket }, response) => response.end(`known ${socket instanceof TLSSocket && socket.authorized}`),
      {
        wantsClient: true,
      },
    );
    const clientOf = ({ client }: Authority) => ({ certPem: client.cert, keyPem: client.key });
    const known = await open({ caPem: ours.cert, clientCertificate: clientOf(ours) })(url);
    assert.equal(await known.text(), 'known true');
    // Servers of Node close the connection without an alert.
    await fails(open({ caPem: ours.cert })(url), 'connection-lost');
    await fails(open({ caPem: ours.cert, clientCertificate: clientOf(strangers) })(url), 'connection-lost');
  });

  it('uses its proxy with the credentials in the proxy URL', async () => {
    const proxy = await proxyTo(await plainServer());
    const { host } = new URL(proxy.url);
    const proxied = open({ caPem: proxy.certificate, proxyUrl: `http://me%40home:p%3Aw@${host}/` });
    assert.equal(await (await proxied(`https://${HIDDEN}/v2/x`)).text(), 'plain /v2/x');
    assert.deepEqual(proxy.tunnels, [`${HIDDEN}:443`]);
    assert.deepEqual(proxy.logins, [`Basic ${Buffer.from('me@home:p:w').toString('base64')}`]);
    await fails(open({ caPem: proxy.certificate })(`https://${HIDDEN}/`), 'dns');
  });

  it('distinguishes failures of the proxy from those of the endpoint, without the password', async () => {
    const proxy = await proxyTo(await plainServer());
    const proxyUrl = proxy.url.replace('//', '//me:canary@');
    const proxied = open({ caPem: proxy.certificate, proxyUrl });
    proxy.become('login');
    await fails(proxied(`https://${HIDDEN}/`), 'proxy-auth', 'canary');
    proxy.become('refusal');
    await fails(proxied(`https://${HIDDEN}/`), 'proxy-refused', 'canary');
    proxy.become('stranger');
    await fails(proxied(`https://${HIDDEN}/`), 'tls', 'canary');
    const trap = await openTrap();
    const hangsUp = open({ proxyUrl: trap.url.replace('//', '//me:canary@') });
    await fails(hangsUp(`https://${HIDDEN}/`), 'connection-lost', 'canary');
    assert.equal(trap.connections(), 1);
    await trap.close();
    await fails(hangsUp(`https://${HIDDEN}/`), 'unreachable', 'canary');
  });

  it('streams a body piece by piece, and closes its connection when it is aborted', async () => {
    let onClosed = (): void => undefined;
    const closed = new Promise<void>(resolve => (onClosed = resolve));
    let push = (_: string): void => undefined;
    const url = await serve((_, response) => {
      push = text => void response.write(text);
      push('one');
      response.on('close', onClosed);
    });
    const controller = new AbortController();
    const response = await open({ caPem: ours.cert })(url, { signal: controller.signal });
    const reader = (response.body as ReadableStream<Uint8Array> | null)?.getReader();
    const read = async (): Promise<string> => new TextDecoder().decode((await reader?.read())?.value);
    assert.equal(await read(), 'one');
    push('two');
    assert.equal(await read(), 'two');
    const reason = new Error('enough');
    controller.abort(reason);
    await assert.rejects(read(), reason);
    await closed;
  });

  it('reports a broken body like any other fetch', async () => {
    const url = await serve((_, response) => response.write('one', () => response.destroy()));
    const response = await open({ caPem: ours.cert })(url);
    const body = new ResponseBody(response, 1000, { host: 'h', secrets: [] }, new AbortController().signal);
    await assert.rejects(body.text(), { kind: 'truncated' });
  });

  it('returns a redirection without following it in manual mode', async () => {
    const url = await serve((_, response) => response.writeHead(302, { location: 'https://other.invalid/' }).end());
    const response = await open({ caPem: ours.cert })(url, { redirect: 'manual' });
    assert.equal(response.status, 302);
  });

  it('aborts running and later requests when it is disposed of', async () => {
    const url = await serve(() => undefined);
    const own = part.createEndpointFetch({ caPem: ours.cert });
    const answer = fails(own.fetch(url), 'connection-lost');
    await own.dispose();
    await answer;
    await fails(own.fetch(url), 'connection-lost');
  });

  it('names the setting that is invalid, without quoting it', () => {
    const clientOf = (certPem: string, keyPem: string) => ({ clientCertificate: { certPem, keyPem } });
    const damaged = ours.cert.replace(/[A-Za-z]{20}/, '-canary-');
    const flaws: readonly (readonly [NetworkFlaw, EndpointNetwork])[] = [
      ['bad_ca', { caPem: '' }],
      ['bad_ca', { caPem: 'canary' }],
      ['bad_ca', { caPem: `${ours.cert}\n${damaged}` }],
      ['bad_client_certificate', clientOf('canary', ours.client.key)],
      ['bad_client_key', clientOf(ours.client.cert, 'canary')],
      ['client_key_mismatch', clientOf(ours.client.cert, strangers.client.key)],
      ['bad_proxy', { proxyUrl: 'canary' }],
      ['bad_proxy', { proxyUrl: 'socks5://me:canary@127.0.0.1:1' }],
      ['bad_proxy', { proxyUrl: 'http://me:canary%@127.0.0.1:1' }],
    ];
    for (const [code, network] of flaws) {
      assert.throws(
        () => part.createEndpointFetch(network),
        (error: unknown) => {
          assert.ok(error instanceof Error && 'code' in error);
          assert.equal(error.code, code);
          assert.doesNotMatch(`${error.stack} ${String(error.cause)}`, /canary/);
          return true;
        },
      );
    }
  });

  it('leaves the global dispatcher of the process unchanged, whether or not there is one', () => {
    const script = `
      const names = ['undici.globalDispatcher.1', 'undici.globalDispatcher.2', 'undici.globalOrigin.1'].map(Symbol.for);
      const state = () => names.map(name => globalThis[name]);
      const before = (process.argv[2] === 'set' && fetch('data:,x').catch(() => 0), state());
      const { createEndpointFetch } = require(process.argv[1]);
      const own = createEndpointFetch({ proxyUrl: 'http://127.0.0.1:1' });
      own.fetch('https://127.0.0.1:1/').catch(() => own.dispose()).then(() => {
        const after = state();
        console.log(before[0] !== undefined, before.every((each, index) => each === after[index]));
      });`;
    const run = (start: string): string =>
      execFileSync(process.execPath, ['-e', script, '--', file, start], { encoding: 'utf8' }).trim();
    assert.equal(run('none'), 'false true');
    assert.equal(run('set'), 'true true');
  });
});
