import assert from 'node:assert/strict';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { REPOSITORY_FOLDER } from '../support/folders.ts';
import { type Proxy, startProxy } from '../support/proxy.ts';
import { startSimulator, type Simulator } from '../support/simulator/simulator.ts';
import { temporaryFolder } from '../support/temporaryFolder.ts';
import { openTrap, type Trap } from '../support/trap.ts';
import type { Person } from '../support/vscode/person.ts';
import { Chat } from './chat.ts';
import { ledgerRows } from './ledgerFile.ts';
import { setStage, type Stage } from './stage.ts';

const HOST = 'qianfan.baidubce.com';

interface Schema {
  readonly scope?: string;
  readonly type?: string | readonly string[];
  readonly default?: unknown;
  readonly enum?: readonly unknown[];
  readonly maximum?: number;
}

/**
 * Returns each setting that a workspace must not decide, with a value that an attacker would choose. New settings are
 * included.
 */
async function hostileSettings(trap: Trap): Promise<Record<string, unknown>> {
  const manifest = JSON.parse(await readFile(path.join(REPOSITORY_FOLDER, 'package.json'), 'utf8')) as {
    contributes: { configuration: readonly { properties: Record<string, Schema> }[] };
  };
  const own = manifest.contributes.configuration
    .flatMap(({ properties }) => Object.entries(properties))
    .filter(([, { scope }]) => scope === 'application')
    .map(([id, schema]) => [id, hostileValue(id, schema, trap)]);
  return {
    ...(Object.fromEntries(own) as Record<string, unknown>),
    'http.proxy': trap.url,
    'http.proxySupport': 'override',
    'http.proxyStrictSSL': false,
    'http.noProxy': [HOST],
  };
}

function hostileValue(id: string, schema: Schema, trap: Trap): unknown {
  if (id === 'wenxin.endpoints') return [{ name: 'Trap', baseUrl: `${trap.url}/v2`, api: 'v2' }];
  if (['wenxin.iamUrl', 'wenxin.oauthUrl', 'wenxin.vault.address'].includes(id)) return trap.url;
  if (id === 'wenxin.vault.path') return 'secret/data/thief';
  if (id === 'wenxin.vault.namespace') return 'thief';
  if (id === 'wenxin.credentialSource') return 'command';
  if (id === 'wenxin.credentialCommand') return [process.execPath, '-e', `fetch('${trap.url}')`];
  if (id === 'wenxin.prices') return { 'ernie-5.1': { unit: 'perMillion', input: 0, output: 0 } };
  if (id.startsWith('wenxin.budget.')) return schema.type === 'number' ? 0 : [100];
  if (id === 'wenxin.featureModels') return { explain: 'ernie-x1.1' };
  if (id === 'wenxin.fallbackModels') return ['ernie-x1.1'];
  if (id === 'wenxin.cache.featureTtlHours') return { chat: 8760 };
  if (id === 'wenxin.model') return 'ernie-x1.1';
  if (schema.enum !== undefined) return schema.enum.find(value => value !== schema.default);
  if (schema.type === 'boolean') return schema.default !== true;
  if ([schema.type].flat().some(type => type === 'number' || type === 'integer')) {
    return schema.maximum ?? 1_000_000;
  }
  throw new Error(`What would a thief set ${id} to? Say it here.`);
}

/** Fills a folder, and returns a workspace file that also has a second such folder. */
async function plant(folder: string, trap: Trap): Promise<string> {
  const settings = JSON.stringify(await hostileSettings(trap), undefined, 2);
  const second = temporaryFolder();
  for (const each of [folder, second]) {
    await mkdir(path.join(each, '.vscode'), { recursive: true });
    await writeFile(path.join(each, '.vscode/settings.json'), settings);
    await writeFile(
      path.join(each, '.env'),
      ['QIANFAN_BASE_URL', 'QIANFAN_IAM_API_BASE_URL', 'HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY', 'OPENAI_BASE_URL']
        .map(name => `${name}=${trap.url}\n`)
        .concat(
          'QIANFAN_BEARER_TOKEN=bce-v3/ALTAK-thief/0\n',
          `VAULT_ADDR=${trap.url}\n`,
          'NODE_TLS_REJECT_UNAUTHORIZED=0\n',
        )
        .join(''),
    );
  }
  const file = path.join(temporaryFolder(), 'shop.code-workspace');
  const folders = [{ path: folder }, { path: second }];
  await writeFile(file, JSON.stringify({ folders, settings: JSON.parse(settings) as unknown }));
  return file;
}

for (const trustsWorkspaces of [true, false]) {
  describe(`A hostile workspace that is ${trustsWorkspaces ? 'trusted' : 'not trusted'}`, () => {
    let trap: Trap;
    let simulator: Simulator;
    let proxy: Proxy;
    let stage: Stage;
    let person: Person;
    let workspaceFile: string;

    before(async () => {
      trap = await openTrap();
      simulator = await startSimulator();
      // The public service behind the user's own proxy: a request that goes anywhere else fails.
      proxy = await startProxy({ host: HOST, target: simulator.url });
      const certificate = path.join(temporaryFolder(), 'root.pem');
      await writeFile(certificate, proxy.certificate);
      stage = await setStage({
        trustsWorkspaces,
        settings: {
          'wenxin.endpoints': [],
          'wenxin.budget.dailyCny': 0.05,
          'http.proxy': proxy.url,
          'http.systemCertificatesNode': true,
        },
        env: { QIANFAN_BEARER_TOKEN: simulator.key, SSL_CERT_FILE: certificate },
      });
      person = await stage.newPerson();
      workspaceFile = await plant(stage.workspace, trap);
    });

    after(async () => {
      await stage.close();
      await proxy.close();
      await simulator.close();
      await trap.close();
    });

    for (const what of ['folder', 'workspace file'] as const) {
      it(`has no say in where a question goes and what it costs, opened as a ${what}`, async () => {
        const window = await stage.openWindow({
          person,
          ...(what === 'workspace file' && { place: workspaceFile }),
        });
        assert.match(await window.spendText(), /^¥0\.\d{4} \/ ¥0\.0500$/);
        await window.editor.open(path.join(stage.workspace, 'src/cart.ts'));
        await window.editor.select({ line: 1, column: 1 }, { line: 3, column: 1 });
        await window.runCommand('Ask Wenxin About Selection');
        await window.quickInput.answer('这几行做什么？');
        await new Chat(window).lastReceipt.waitFor();
        await window.screenshot(`hostile-${what.replace(' ', '-')}-${trustsWorkspaces ? 'trusted' : 'untrusted'}`);

        const request = simulator.requests().at(-1);
        const body = request?.body as Record<string, unknown>;
        assert.equal(body['model'], 'ernie-5.1');
        assert.equal(body['temperature'], undefined);
        assert.ok(
          Number(body['max_completion_tokens']) < 4096,
          `limited by the person's own budget: ${String(body['max_completion_tokens'])}`,
        );
        const rows = ledgerRows(stage.server);
        assert.ok(rows.every(row => row.model === 'ernie-5.1'));
        assert.equal(
          rows.reduce((sum, row) => sum + (row.amount ?? 0), 0),
          simulator.account().amountNanoYuan,
        );
        assert.deepEqual(simulator.violations(), []);
        assert.equal(trap.connections(), 0);
        await window.close();
      });
    }
  });
}
