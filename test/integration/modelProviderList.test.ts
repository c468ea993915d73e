import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { type Simulator, startSimulator } from '../support/simulator/simulator.ts';
import { collected, modelProviderStage, user } from './modelProviderStage.ts';
import { Person } from './person.ts';
import { replaced } from './replaced.ts';

describe('The models offered to other extensions', () => {
  let simulator: Simulator;
  let stage: ReturnType<typeof modelProviderStage>;

  before(async () => (simulator = await startSimulator()));
  after(() => simulator.close());
  beforeEach(() => (stage = modelProviderStage(simulator)));
  afterEach(async () => {
    await stage.close();
    assert.deepEqual(simulator.requests(), [], 'listing uses no network');
  });

  it('are described with their price, limits and capabilities', async () => {
    const found = (await stage.list()).find(({ id }) => id === 'ernie-5.1');
    assert.deepEqual(found, {
      id: 'ernie-5.1',
      name: 'ernie-5.1',
      family: 'ernie-5.1',
      version: 'ernie-5.1',
      detail: 'from ¥4 in, ¥18 out per million tokens',
      tooltip: [
        'from ¥4 in, ¥18 out per million tokens · list price as of 2026-09-24',
        'context window 131,072 tokens',
        'answers of up to 4,096 tokens (wenxin.maxOutputTokens)',
        'reasons before it answers',
        'counted and limited by Ask Wenxin, with your own key',
      ].join('\n\n'),
      maxInputTokens: 131_072 - 4096,
      maxOutputTokens: 4096,
      capabilities: { imageInput: false, toolCalling: true },
      isUserSelectable: true,
    });
  });

  it('have a family and a version', async () => {
    const families = (await stage.list()).map(({ id, family, version }) => [id, family, version]);
    assert.deepEqual(
      families.filter(([id = '']) => /turbo-|thinking-latest/.test(id)),
      [
        ['ernie-5.0-thinking-latest', 'ernie-5.0-thinking', 'latest'],
        ['ernie-4.5-turbo-latest', 'ernie-4.5-turbo', 'latest'],
        ['ernie-4.5-turbo-20260402', 'ernie-4.5-turbo', '20260402'],
        ['ernie-4.5-turbo-vl-latest', 'ernie-4.5-turbo-vl', 'latest'],
      ],
    );
  });

  it('support tools only where that is known, and no images', async () => {
    stage.person.list = [{ id: 'ernie-5.1' }, { id: 'ernie-4.5-turbo-vl-latest' }, { id: 'somebody-elses' }];
    const able = (await stage.list()).map(({ id, capabilities }) => [
      id,
      capabilities.toolCalling,
      capabilities.imageInput,
    ]);
    assert.deepEqual(able, [
      ['ernie-5.1', true, false],
      ['ernie-4.5-turbo-vl-latest', false, false],
      ['somebody-elses', false, false],
    ]);
  });

  it('are those that the service lists, without retired ones', async () => {
    const all = (await stage.list()).map(({ id }) => id);
    assert.ok(all.includes('ernie-x1.1') && !all.includes('ernie-5.0') && !all.includes('kimi-k2-instruct'));
    stage.person.list = [{ id: 'ernie-x1.1' }, { id: 'bge-large-zh', type: 'embedding' }];
    // The model chosen in the settings stays even if the service does not list it.
    assert.deepEqual(
      (await stage.list()).map(({ id }) => id),
      ['ernie-5.1', 'ernie-x1.1'],
    );
  });

  it('state the size assumed for an unknown context window', async () => {
    stage.person.list = [{ id: 'somebody-elses' }];
    const found = (await stage.list()).find(({ id }) => id === 'somebody-elses');
    assert.deepEqual([found?.maxInputTokens, found?.detail], [32_768 - 4096, 'price unknown']);
    assert.match(found?.tooltip ?? '', /context window unknown, assumed to be 32,768 tokens/);
  });

  it('are not listed without credentials, and a silent request does not ask for them', async () => {
    stage.person.hasCredentials = false;
    await new Person([]).during(async () => assert.deepEqual(await stage.list(), []));
  });

  it('are listed after a request that may prompt has asked for credentials', async () => {
    stage.person.hasCredentials = false;
    const run: string[] = [];
    const command = async (id: string): Promise<undefined> => {
      run.push(id);
      stage.person.hasCredentials = run.length > 1;
      return undefined;
    };
    await replaced(vscode.commands, 'executeCommand', command as typeof vscode.commands.executeCommand, async () => {
      assert.deepEqual(await stage.list(false), []);
      assert.ok((await stage.list(false)).length > 0);
    });
    assert.deepEqual(run, ['wenxin.setCredentials', 'wenxin.setCredentials']);
  });

  it('are listed as soon as credentials are set, even if the command still shows a message', async () => {
    stage.person.hasCredentials = false;
    const command = (): Promise<undefined> => {
      setImmediate(stage.giveCredentials);
      return new Promise(() => undefined);
    };
    await replaced(vscode.commands, 'executeCommand', command as typeof vscode.commands.executeCommand, async () => {
      assert.ok((await stage.list(false)).length > 0);
    });
  });
});

describe('The models in VS Code itself', () => {
  const settings = vscode.workspace.getConfiguration('wenxin');
  const own = new Map<string, unknown>();
  let simulator: Simulator;

  const change = async (name: string, value: unknown): Promise<void> => {
    if (!own.has(name)) own.set(name, settings.inspect(name)?.globalValue);
    await settings.update(name, value, vscode.ConfigurationTarget.Global);
  };

  before(async () => {
    simulator = await startSimulator();
    await vscode.extensions.getExtension('ask-wenxin.ask-wenxin')?.activate();
    process.env['QIANFAN_BEARER_TOKEN'] = simulator.key;
    await change('endpoints', [{ name: 'Simulator', baseUrl: simulator.baseUrl }]);
    await change('credentialSource', 'environment');
  });

  after(async () => {
    delete process.env['QIANFAN_BEARER_TOKEN'];
    for (const [name, value] of own) await change(name, value);
    await simulator.close();
  });

  it('can be selected, count tokens, and answer an extension', async () => {
    const [model] = await vscode.lm.selectChatModels({ vendor: 'wenxin', family: 'ernie-5.1' });
    assert.ok(model !== undefined && model.id === 'ernie-5.1' && model.vendor === 'wenxin');
    assert.equal(model.maxInputTokens, 131_072 - 4096);
    assert.ok((await model.countTokens(user('订单'))) > (await model.countTokens('订单')));
    simulator.script({ answer: { text: '你好。' } });
    const answer: string[] = [];
    await new Person(['No Budget']).during(async () => {
      const response = await model.sendRequest([user('你好')]);
      answer.push(...(await collected(response.text)));
    });
    assert.equal(answer.join(''), '你好。');
    assert.deepEqual(simulator.violations(), []);
  });

  it('fail with the error class of VS Code', async () => {
    const [model] = await vscode.lm.selectChatModels({ vendor: 'wenxin', family: 'ernie-5.1' });
    simulator.script({ instead: { kind: 'error', code: 'invalid_iam_token' } }, 'always');
    const response = await model?.sendRequest([user('再问一次')]);
    await assert.rejects(collected(response?.text), (error: unknown) => {
      assert.ok(error instanceof vscode.LanguageModelError);
      assert.equal(error.code, 'NoPermissions');
      assert.match(error.message, /refused this API Key/);
      return true;
    });
  });

  it('are not offered without credentials', async () => {
    await change('credentialSource', 'secretStorage');
    assert.deepEqual(await vscode.lm.selectChatModels({ vendor: 'wenxin' }), []);
  });
});
