import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { silentLogger } from '../../src/core/logger.ts';
import { WenxinError } from '../../src/core/errors.ts';
import { Asker } from '../../src/host/chat/asker.ts';
import { Composer } from '../../src/host/chat/composer.ts';
import { CostCheck } from '../../src/host/chat/costCheck.ts';
import { DraftCost, type DraftCostView } from '../../src/host/chat/draftCost.ts';
import { SecretCheck } from '../../src/host/chat/secretCheck.ts';
import { setupHandlers } from '../../src/host/chat/setupHandlers.ts';
import { TurnButtons } from '../../src/host/chat/turnButtons.ts';
import { COMMANDS } from '../../src/host/ids.ts';
import { begin, DONE, lastTurn, scripted, SETTINGS, text } from '../unit/conversation/sessionStage.ts';
import { expectation, expectFree } from './expectations.ts';
import { NO_CONTEXT } from './noContext.ts';
import { replaced } from './replaced.ts';

const EXPLAIN = { feature: 'explain', question: 'Explain a.ts', prompt: 'Explain', attachments: [] } as const;

/** A chat in which one command has its own model, which is retired. */
function stage(script = scripted(text('answer'), DONE)) {
  const settingsFor = (feature: string) => ({ ...SETTINGS, ...(feature === 'explain' && { model: 'small' }) });
  const { session, history, clock } = begin(script.backend, { settingsFor });
  const composer = new Composer(history, clock, silentLogger, session.conversation.id);
  const shown: DraftCostView[] = [];
  const problem = (model: string) => (model === 'small' ? 'small was retired.' : null);
  const cost = new DraftCost(
    session,
    composer,
    ({ model }) => expectation({ model }),
    NO_CONTEXT.notice,
    problem,
    change => shown.push(change),
  );
  return { session, composer, cost, shown };
}

/** Returns the commands that `run` executes. */
async function ran(run: () => unknown): Promise<unknown[][]> {
  const seen: unknown[][] = [];
  const execute = (...command: unknown[]) => Promise.resolve(void seen.push(command));
  await replaced(vscode.commands, 'executeCommand', execute as typeof vscode.commands.executeCommand, async () => {
    await run();
  });
  return seen;
}

describe('The model shown below a question', () => {
  it('is the one that would answer, with its problem if there is one', () => {
    const { composer, cost } = stage();
    assert.deepEqual([cost.take().model, cost.take().modelProblem], ['ernie-5.1', null]);
    composer.add(EXPLAIN);
    assert.deepEqual([cost.take().model, cost.take().modelProblem], ['small', 'small was retired.']);
  });

  it('changes when a command is typed, and back when the text is no command', () => {
    const { composer, cost, shown } = stage();
    const models = ['/explain', '/解释 这里', '/other', 'why?'].map(typed => {
      composer.type(typed);
      cost.refresh();
      return cost.take().model;
    });
    assert.deepEqual(models, ['small', 'small', 'ernie-5.1', 'ernie-5.1']);
    assert.equal(shown[0]?.model, 'small');
  });

  it('is the one that its button changes', async () => {
    const { composer, cost } = stage();
    const handlers = setupHandlers(
      () => undefined,
      () => cost.feature,
    );
    composer.add(EXPLAIN);
    assert.deepEqual(await ran(() => handlers.selectModel({ type: 'selectModel' })), [
      [COMMANDS.selectModel, 'explain'],
    ]);
  });
});

describe('The retired model of a feature', () => {
  it('can be changed from its failure', async () => {
    const gone = scripted(() => {
      throw new WenxinError('model-gone', 'gone');
    });
    const { session, composer } = stage(gone);
    const showComposer = (): Promise<void> => Promise.resolve();
    const asker = new Asker({
      session,
      composer,
      expand: asked => Promise.resolve(asked),
      decideSecrets: new SecretCheck().decide,
      costCheck: new CostCheck(expectFree, () => undefined),
      showComposer,
    });
    const buttons = new TurnButtons({
      session,
      composer,
      asker,
      shown: turn => turn,
      host: () => 'example.com',
      allowHost: () => Promise.resolve(false),
      enterPrice: () => Promise.resolve(false),
      showComposer,
    });
    await session.ask(EXPLAIN);
    assert.deepEqual(await ran(() => buttons.onFailure(lastTurn(session).id, 'selectModel')), [
      [COMMANDS.selectModel, 'explain'],
    ]);
  });
});

describe('The command that selects a model', () => {
  const settings = () => vscode.workspace.getConfiguration('wenxin');
  const write = async (models: Readonly<Record<string, string>> | undefined): Promise<void> =>
    settings().update('featureModels', models, vscode.ConfigurationTarget.Global);

  afterEach(async () => {
    await settings().update('model', undefined, vscode.ConfigurationTarget.Global);
    await write(undefined);
  });

  /** Runs the command for a feature and picks a model that is not in use; returns the title of the list. */
  async function chosenFor(feature: string): Promise<string | undefined> {
    let title: string | undefined;
    const { createQuickPick } = vscode.window;
    const make = (() => {
      const input = createQuickPick();
      const show = input.show.bind(input);
      let accept = (): void => undefined;
      const picked: vscode.QuickPickItem[] = [];
      const proxy = new Proxy(input, {
        get: (target, name) => {
          if (name === 'onDidAccept') return (listener: () => void) => (accept = listener);
          if (name === 'selectedItems') return picked;
          if (name !== 'show') return Reflect.get(target, name, target) as unknown;
          return () => {
            show();
            ({ title } = input);
            picked.push(...input.items.filter(({ label }) => label === 'ernie-4.5-turbo-128k'));
            accept();
          };
        },
        set: (target, name, value) => Reflect.set(target, name, value, target),
      });
      return proxy;
    }) as typeof createQuickPick;
    await replaced(vscode.window, 'createQuickPick', make, async () => {
      await vscode.commands.executeCommand(COMMANDS.selectModel, feature);
    });
    return title;
  }

  it('changes the model of the given feature if that has its own', async () => {
    await write({ explain: 'ernie-5.1', batch: 'ernie-5.1' });
    assert.equal(await chosenFor('explain'), 'Select Model for “Explain” (setting wenxin.featureModels) · 127.0.0.1:9');
    assert.deepEqual(settings().get('featureModels'), { explain: 'ernie-4.5-turbo-128k', batch: 'ernie-5.1' });
    assert.equal(settings().get('model'), 'ernie-5.1');
  });

  for (const feature of ['chat', 'review', '__proto__']) {
    it(`changes the one that is set where the feature has none: ${feature}`, async () => {
      await write({ explain: 'ernie-5.1' });
      assert.equal(await chosenFor(feature), 'Select Model · 127.0.0.1:9');
      assert.deepEqual(settings().get('featureModels'), { explain: 'ernie-5.1' });
      assert.equal(settings().get('model'), 'ernie-4.5-turbo-128k');
    });
  }
});
