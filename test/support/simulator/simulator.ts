import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { findCaller } from './access.ts';
import { BatchBook } from './batches/batchBook.ts';
import { ChargeBook } from './billing/chargeBook.ts';
import { answerControl } from './controlEndpoint.ts';
import type { Controls } from './controls.ts';
import { Exchange } from './exchange.ts';
import { isObject } from './json.ts';
import { RateWindows } from './rateWindows.ts';
import { RequestLog } from './requestLog.ts';
import { shownHeaders } from './requestReader.ts';
import { route } from './router.ts';
import { ScriptQueue, scriptOf } from './script.ts';
import { shownUrl } from './secrets.ts';
import { checkScript, checkTimes } from './scriptCheck.ts';
import type { ServiceState } from './serviceState.ts';
import {
  checkSettings,
  DEFAULT_KEY,
  type IamPair,
  type OAuthApp,
  type Settings,
  startingSettings,
} from './settings.ts';
import { IssuedTokens } from './tokens/issuedTokens.ts';

export interface SimulatorOptions extends Partial<Settings> {
  /** Port on 127.0.0.1; default a free one. */
  readonly port?: number;
  /** The accepted key, unless `keys` lists several. */
  readonly key?: string;
  /**
   * Clock for everything except records and `created`, in milliseconds since 1970; default the system clock.
   * `clockOffsetMs` is added to it.
   */
  readonly nowMs?: () => number;
}

/** A running simulator of Qianfan. */
export interface Simulator extends Controls {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  /**
   * Base URL of the V2 interface: `url` plus `/v2`. V1, `/oauth/2.0/token`, `/v1/BCE-BEARER/token` and the finance
   * interface are below `url`.
   */
  readonly baseUrl: string;
  /** A key it accepts. */
  readonly key: string;
  /** The first of each other kind of credential that it was started with. */
  readonly iamPair: IamPair;
  readonly app: OAuthApp;
  readonly accessCode: string;
  /** Closes all connections and timers. Throws if the simulator itself failed since it was started. */
  close(): Promise<void>;
}

/** Starts a simulator on the loopback interface. */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const { port = 0, key = options.keys?.[0]?.key ?? DEFAULT_KEY, nowMs = Date.now, ...settings } = options;
  const initial = startingSettings(settings, key);
  const serviceNowMs = () => nowMs() + service.settings.clockOffsetMs;
  const service: ServiceState = {
    settings: initial,
    scripts: new ScriptQueue(),
    windows: new RateWindows(serviceNowMs),
    tokens: new IssuedTokens(),
    log: new RequestLog(),
    charges: new ChargeBook(),
    batches: new BatchBook(),
    nowMs: serviceNowMs,
  };
  const open = new Set<Exchange>();
  const bugs: unknown[] = [];
  const server = createServer({ requestTimeout: 0, keepAliveTimeout: 60_000 }, (request, response) => {
    const answered = request.url?.startsWith('/__control/')
      ? answerControl(request, response, simulator)
      : answerService(request, response);
    answered.catch((error: unknown) => {
      bugs.push(error);
      console.error('simulator bug:', error);
      request.socket.destroy();
    });
  });
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    if (error.code?.startsWith('HPE_')) service.log.violate(`not HTTP: ${error.code}`);
    socket.destroy();
  });

  let serial = 0;
  async function answerService(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { shown, key: callerKey } = findCaller(request, service);
    const record = service.log.open({
      requestId: `as-${(++serial).toString(36).padStart(10, '0')}`,
      atMs: Date.now(),
      method: request.method ?? '',
      path: shownUrl(request.url ?? '', service),
      headers: shownHeaders(request, shown),
      keyLabel: callerKey?.label ?? null,
    });
    const exchange = new Exchange(request, response, record, service.log);
    exchange.headers['date'] = new Date(service.nowMs()).toUTCString();
    open.add(exchange);
    try {
      await route(exchange, service);
    } finally {
      open.delete(exchange);
    }
  }

  const simulator: Simulator = {
    ...(await listen(server, port)),
    key,
    ...otherCredentials(initial),
    script: (script, times = 1) => {
      checkScript(script);
      checkTimes(times);
      service.scripts.add(script, times);
    },
    answers: steps => {
      for (const step of steps) simulator.script(scriptOf(step));
    },
    configure: change => {
      if (isObject(change)) checkSettings(change, service.settings);
      service.settings = { ...service.settings, ...change };
    },
    reset: () => {
      for (const exchange of open) exchange.hangUp('closedBySimulator');
      service.settings = initial;
      service.scripts.clear();
      service.windows.clear();
      service.tokens.clear();
      service.log.clear();
      service.charges.clear();
      service.batches.clear();
    },
    revokeTokens: kind => service.tokens.revoke(kind),
    expireTokens: kind => service.tokens.expire(kind, service.nowMs()),
    release: () => service.log.release(),
    requests: () => service.log.records(),
    account: () => service.log.totals(),
    violations: () => service.log.violations(),
    when: condition => service.log.when(condition),
    idle: () => service.log.when(records => records.every(({ outcome }) => outcome !== 'open')),
    close: async () => {
      for (const exchange of open) exchange.hangUp('closedBySimulator');
      if (server.listening) {
        const closed = new Promise(resolve => server.close(resolve));
        server.closeAllConnections();
        await closed;
      }
      if (bugs.length > 0) throw new AggregateError(bugs, 'the simulator failed');
    },
  };
  return simulator;
}

function otherCredentials({
  iamPairs,
  apps,
  accessCodes,
}: Settings): Pick<Simulator, 'iamPair' | 'app' | 'accessCode'> {
  const none = { label: '', accessKey: '', apiKey: '', secretKey: '', code: '' };
  return { iamPair: iamPairs[0] ?? none, app: apps[0] ?? none, accessCode: (accessCodes[0] ?? none).code };
}

async function listen(server: Server, port: number): Promise<{ url: string; baseUrl: string }> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url, baseUrl: `${url}/v2` };
}
