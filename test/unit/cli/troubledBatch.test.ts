import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { startProxy } from '../../support/proxy.ts';
import { temporaryFolder } from '../../support/temporaryFolder.ts';
import { type CliRun, CliStage, idsOf, itemIds } from './cliStage.ts';

/** Mounting a small disk requires root on Linux. */
const CAN_MOUNT = process.platform === 'linux' && process.getuid?.() === 0;
const DISK_KIB = 8_192;

describe('ask-wenxin batch run on a small disk', function () {
  this.timeout(180_000);
  let stage: CliStage;
  let disk: string | undefined;

  beforeEach(async function () {
    if (!CAN_MOUNT) {
      console.warn('      A small disk cannot be mounted here (it takes root on Linux): NOT TESTED on a full disk.');
      this.skip();
    }
    disk = temporaryFolder();
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${DISK_KIB}k`, 'tmpfs', disk]);
    stage = await CliStage.start(disk);
  });
  afterEach(async () => {
    if (disk === undefined) return;
    await stage.close();
    execFileSync('umount', ['-l', disk]);
    disk = undefined;
  });

  /** Fills the rest of the disk. */
  function fill(): void {
    for (let bytes = DISK_KIB * 1_024, count = 0; bytes >= 1; count++) {
      try {
        writeFileSync(stage.path(`filler${count}`), Buffer.alloc(bytes));
      } catch (error) {
        assert.match(String(error), /ENOSPC/);
        bytes = Math.floor(bytes / 2);
      }
    }
  }

  function free(): void {
    for (const name of readdirSync(stage.folder)) if (name.startsWith('filler')) rmSync(stage.path(name));
  }

  it('stops sending when the disk is full, loses no answer, and resumes when run again with space', async () => {
    stage.write(40);
    // Answers too long for the free space in existing database pages.
    stage.simulator.script({ answer: { text: '很长的回答。'.repeat(400) } }, 'always');
    stage.simulator.configure({ beforeHeadersMs: 50 });
    const run = stage.begin(['--concurrency', '2']);
    await stage.simulator.when(records => records.length >= 6);
    fill();
    await until(run, /ENOSPC|full|cannot be written/i);
    await stage.simulator.idle();
    const asked = stage.simulator.requests().length;
    await setTimeout(1_500);
    assert.equal(stage.simulator.requests().length, asked, 'nothing is asked that cannot be written down');
    free();
    const first = await run.ended;
    // The run stops once the stop itself can be written, unless it finds enough space to continue.
    if (first.code !== 0) {
      assert.equal(first.code, 2, first.stderr);
      assert.match(first.stderr, /Stopped: the store or the results cannot be written\. Free up disk space/);
    }
    const second = await stage.run();
    assert.equal(second.code, 0, second.stderr);
    assert.deepEqual(idsOf(stage.results()), itemIds(40));
    assert.equal(stage.simulator.requests().length, 40, 'no answer was lost');
    assert.equal(stage.booked().amountNanoYuan, stage.simulator.account().amountNanoYuan);
  });

  it('exits with a message when the disk is full from the beginning', async () => {
    stage.write(2);
    fill();
    const { code, stderr } = await stage.run();
    assert.equal(code, 2);
    assert.match(stderr, /^The store in .* cannot be used: /);
    assert.equal(stage.simulator.requests().length, 0);
  });
});

describe('ask-wenxin batch run with a troubled connection', function () {
  this.timeout(180_000);
  let stage: CliStage;

  beforeEach(async () => {
    stage = await CliStage.start();
  });
  afterEach(() => stage.close());

  it('waits while the service is unreachable, and resumes by itself', async () => {
    stage.write(10);
    stage.simulator.configure({ beforeHeadersMs: 50 });
    const door = await openDoor(stage.simulator.url);
    const words = ['--endpoint', `${door.url}/v2`];
    const run = stage.spawn(['batch', 'run', 'jobs.jsonl', '--output', 'results.jsonl', '--store', 'store', ...words]);
    await stage.simulator.when(records => records.length >= 3);
    await door.shut();
    await until(run, /The service cannot be reached/);
    await setTimeout(1_000);
    await door.open();
    const { code, stderr } = await run.ended;
    await door.shut();
    assert.equal(code, 0, stderr);
    assert.deepEqual(idsOf(stage.results()), itemIds(10));
    assert.equal(stderr.match(/The service cannot be reached \([a-z-]+\)/g)?.length, 1);
    assert.equal(stderr.match(/The service is reachable again\./g)?.length, 1);
  });

  it('uses the proxy from the environment, with a certificate authority from NODE_EXTRA_CA_CERTS', async () => {
    stage.write(3);
    const proxy = await startProxy({ host: 'qianfan.baidubce.com', target: stage.simulator.url });
    try {
      writeFileSync(stage.path('ca.pem'), proxy.certificate);
      const words = ['batch', 'run', 'jobs.jsonl', '--output', 'results.jsonl', '--store', 'store'];
      const login = new URL(proxy.url);
      login.username = 'me';
      login.password = 'proxySecret1';
      const environment = { HTTPS_PROXY: login.href, NODE_EXTRA_CA_CERTS: stage.path('ca.pem') };
      const { code, stderr } = await stage.spawn([...words, '--verbose'], environment).ended;
      assert.equal(code, 0, stderr);
      assert.deepEqual(idsOf(stage.results()), itemIds(3));
      assert.ok(proxy.tunnels.length > 0 && proxy.tunnels.every(tunnel => tunnel === 'qianfan.baidubce.com:443'));
      assert.equal(proxy.logins[0], `Basic ${Buffer.from('me:proxySecret1').toString('base64')}`);
      assert.ok(!stderr.includes('proxySecret1'));

      stage.write(4);
      proxy.become('refusal');
      const refused = await stage.spawn(words, environment).ended;
      assert.equal(refused.code, 2);
      assert.match(refused.stderr, /Stopped: the service cannot be reached: check/);
    } finally {
      await proxy.close();
    }
  });

  it('connects to local addresses without a proxy', async () => {
    stage.write(2);
    const environment = { HTTPS_PROXY: 'http://127.0.0.1:9', http_proxy: 'http://127.0.0.1:9', NO_PROXY: '' };
    // The URLs of the token services are checked as well, although this run does not use them.
    const { code, stderr } = await stage.run([], environment);
    assert.equal(code, 0, stderr);
  });

  it('rejects an invalid proxy without showing it', async () => {
    stage.write(2);
    const { code, stderr } = await stage.run([], { HTTPS_PROXY: 'ftp://me:proxySecret1@127.0.0.1' });
    assert.equal(code, 2);
    assert.equal(stderr, 'The proxy in HTTPS_PROXY cannot be used.\n');
  });

  it('exits with 2 when the service asks to retry hours later', async () => {
    stage.write(3);
    const code = 'coding_plan_week_quota_exceeded';
    stage.simulator.script({ instead: { kind: 'error', code, retryAfter: '7200' } }, 'always');
    const end = await stage.run();
    assert.equal(end.code, 2);
    assert.match(
      end.stderr,
      /the quota is used up until \d{4}-\d\d-\d\d \d\d:\d\d\. Run the same command again after that time\./,
    );
  });
});

interface Door {
  readonly url: string;
  open(): Promise<void>;
  /** Closes all connections and refuses new ones. */
  shut(): Promise<void>;
}

/** Starts a TCP relay to the service that can be shut and opened again. */
async function openDoor(target: string): Promise<Door> {
  const { port } = new URL(target);
  const sockets = new Set<Socket>();
  let server: Server;
  let ownPort = 0;
  const open = async (): Promise<void> => {
    server = createServer(socket => {
      const onward = connect(Number(port), '127.0.0.1');
      for (const each of [socket, onward]) {
        sockets.add(each);
        each.on('error', () => each.destroy()).once('close', () => sockets.delete(each));
      }
      socket.pipe(onward).pipe(socket);
    });
    server.listen(ownPort, '127.0.0.1');
    await once(server, 'listening');
    ownPort = (server.address() as AddressInfo).port;
  };
  await open();
  return {
    url: `http://127.0.0.1:${ownPort}`,
    open,
    shut: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

async function until(run: CliRun, pattern: RegExp): Promise<void> {
  while (!pattern.test(run.stderr())) await setTimeout(5);
}
