import * as vscode from 'vscode';
import type { Endpoint } from './core/chat.ts';
import { systemClock } from './core/clock.ts';
import { HistoryStore } from './core/conversation/historyStore.ts';
import type { ReplyLanguage } from './core/conversation/prompts.ts';
import { Session, type SessionSettings } from './core/conversation/session.ts';
import { unsavedHistory } from './core/conversation/unsavedHistory.ts';
import { describeError } from './core/errors.ts';
import { Ledger } from './core/spend/ledger.ts';
import { Savings } from './core/spend/savings.ts';
import { within } from './core/within.ts';
import { connectCache } from './extension/cache.ts';
import { cacheCommands } from './extension/cacheCommands.ts';
import { connectCredentials } from './extension/credentials.ts';
import { credentialCommands } from './extension/credentialCommands.ts';
import { connectQianfan } from './extension/qianfan.ts';
import { ChatController } from './host/chat/chatController.ts';
import { ChatView } from './host/chat/chatView.ts';
import { Composer } from './host/chat/composer.ts';
import { SecretCheck } from './host/chat/secretCheck.ts';
import { pickCode } from './host/commands/pickCode.ts';
import { selectionCommands } from './host/commands/selectionCommands.ts';
import { registerCommands } from './host/commands/index.ts';
import { setBudget } from './host/commands/setBudget.ts';
import { Configuration } from './host/configuration.ts';
import { allowHost } from './host/credentials/allowHost.ts';
import { tellForgotten } from './host/credentials/credentialMessages.ts';
import { CodeActions } from './host/editing/codeActions.ts';
import { FirstSteps } from './host/firstSteps.ts';
import { COMMANDS, VIEWS, WALKTHROUGH } from './host/ids.ts';
import { modelProblem } from './host/models/modelProblem.ts';
import { selectModel } from './host/models/selectModel.ts';
import { EndpointNetworks } from './host/network/endpointNetworks.ts';
import { OutputLogger } from './host/outputLogger.ts';
import { SpendMeter } from './host/spend/spendMeter.ts';
import { StatusBar } from './host/spend/statusBar.ts';
import { UnsentQuestion } from './host/commands/unsentQuestion.ts';
import { tellBrokenSetting, tellDamagedFile, tellUnsaved } from './host/storageNotices.ts';

/** VS Code waits some seconds for `deactivate`; a file that another window has locked must not use them up. */
const SHUT_DOWN_MS = 400;

/** Workspace state: the conversation that was shown last in this workspace. */
const CONVERSATION_KEY = 'conversation';

let shutDown: (() => Promise<void>) | undefined;

/** Builds everything and connects it. Uses no network: that begins with a person's first question. */
export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const logger = new OutputLogger();
  const configuration = new Configuration();
  const clock = systemClock;
  const folder = context.globalStorageUri.fsPath;
  const onSetAside = (damaged: string, fresh: string): void => tellDamagedFile(damaged, fresh);

  const ledger = new Ledger({ folder, clock, logger, onSetAside });
  const networks = new EndpointNetworks();
  const connected = connectCredentials({ context, configuration, ledger, clock, logger });
  const { accounts, current } = connected;
  const kept = connectCache({ context, configuration, ledger, sealingKey: connected.sealingKey, clock, logger });
  const { cache } = kept;
  const savings = new Savings({ database: () => ledger.file(), clock, logger, onWritten: () => meter.refresh() });
  const qianfan = connectQianfan({
    context,
    configuration,
    connected,
    networks,
    ledger,
    savings,
    cache,
    clock,
    logger,
  });
  const { endpoint, model, models } = qianfan;

  const store = await HistoryStore.open({ folder, clock, logger, onSetAside }).catch((error: unknown) => {
    logger.error(`The history cannot be opened: ${describeError(error)}`);
    tellUnsaved();
    return undefined;
  });
  const history = store ?? unsavedHistory;
  const settings = (): SessionSettings => ({
    model: model(),
    maxOutputTokens: configuration.get('wenxin.maxOutputTokens'),
    modelOutputTokens: models.find(model()).maxOutputTokens,
    modelContextTokens: models.find(model()).contextTokens,
    temperature: configuration.get('wenxin.temperature') ?? undefined,
    maxTurnsSent: configuration.get('wenxin.chat.maxTurnsSent'),
    replyLanguage: configuration.get('wenxin.replyLanguage'),
  });
  const session = new Session(
    { backend: qianfan.backend, history, clock, logger, workspace: vscode.workspace.name ?? '', settings },
    context.workspaceState.get<string>(CONVERSATION_KEY),
  );
  const rememberConversation = (): void => {
    context.workspaceState.update(CONVERSATION_KEY, session.conversation.id).then(undefined, (error: unknown) => {
      logger.warn(`The conversation will not be found after a reload: ${describeError(error)}`);
    });
  };
  rememberConversation();

  const firstSteps = new FirstSteps(context.globalState, logger, async (key, value) => {
    await vscode.commands.executeCommand('setContext', key, value);
  });
  let hasCredentials = false;
  const composer = new Composer(history, clock, logger, session.conversation.id);
  const chat = new ChatController({
    session,
    composer,
    secretCheck: new SecretCheck(),
    clock,
    surroundings: () => ({
      setup: { hasCredentials, host: current.host() },
      model: model(),
      modelProblem: modelProblem(models.find(model())),
      sendKey: configuration.get('wenxin.chat.sendKey'),
    }),
    priceOf: id => models.find(id).price,
    allowHost: host => allowHost(accounts, endpointOf(host).account, addressOf(host)),
    view: (snapshot, handlers) => new ChatView(context.extensionUri, logger, snapshot, handlers),
  });
  /** The endpoint of that host, or the first one for a host that gives tokens. */
  const endpointOf = (host: string): Endpoint =>
    current.endpoints().find(({ baseUrl }) => new URL(baseUrl).host === host) ?? endpoint();
  const addressOf = (host: string): string =>
    [configuration.get('wenxin.iamUrl'), configuration.get('wenxin.oauthUrl')].find(
      url => url !== null && new URL(url).host === host,
    ) ?? endpointOf(host).baseUrl;
  const lookForKey = async (): Promise<void> => {
    hasCredentials = await current.refresh();
    firstSteps.showCredentials(hasCredentials);
    chat.refresh();
    meter.refresh();
  };

  const statusBar = new StatusBar();
  const meter = new SpendMeter(ledger, statusBar, logger, () => ({
    model: model(),
    price: models.find(model()).price,
    dailyBudget: qianfan.dailyBudget(),
    warnAtPercent: configuration.get('wenxin.budget.warnAtPercent'),
  }));

  /** A command that is about a server says what is wrong when the settings name none. */
  const withEndpoint = (run: () => Promise<void>) => (): void | Promise<void> =>
    configuration.get('wenxin.endpoints') === null ? tellBrokenSetting('wenxin.endpoints') : run();

  const unsent = new UnsentQuestion(context.workspaceState, clock, logger);
  const replyLanguage = (): ReplyLanguage => configuration.get('wenxin.replyLanguage');
  context.subscriptions.push(
    logger,
    configuration,
    accounts,
    networks,
    kept,
    chat,
    meter,
    statusBar,
    {
      dispose: session.onDidChange(change => {
        if (change.type === 'conversation') rememberConversation();
        if (change.type === 'turn' && change.turn.answer.state === 'finished') firstSteps.showAnswered();
      }),
    },
    {
      dispose: accounts.onDidChange(() => {
        connected.forgive();
        void lookForKey();
      }),
    },
    {
      dispose: qianfan.lists.onDidChange(() => {
        chat.refresh();
        meter.refresh();
      }),
    },
    { dispose: configuration.onBrokenSetting(tellBrokenSetting) },
    {
      dispose: configuration.onDidChange(() => {
        networks.keepOnly(configuration.get('wenxin.endpoints') ?? []);
        connected.forgive();
        void lookForKey();
      }),
    },
    vscode.window.registerWebviewViewProvider(VIEWS.chat, chat.view),
    vscode.languages.registerCodeActionsProvider({ pattern: '**' }, new CodeActions(), CodeActions.metadata),
    registerCommands({
      ...selectionCommands(question => chat.ask(question), replyLanguage, unsent),
      [COMMANDS.addToChat]: async () => {
        const picked = await pickCode();
        if (picked) await chat.attach(picked.attachment);
      },
      [COMMANDS.openChat]: () => chat.view.show(true),
      [COMMANDS.openWalkthrough]: async () => {
        const walkthrough = `${context.extension.id}#${WALKTHROUGH}`;
        await vscode.commands.executeCommand('workbench.action.openWalkthrough', walkthrough);
      },
      [COMMANDS.newChat]: () => chat.startNew(),
      [COMMANDS.setBudget]: () => setBudget(configuration, () => ledger.todaySpend()?.amountNanoYuan),
      [COMMANDS.selectModel]: withEndpoint(() =>
        selectModel({
          endpoint,
          current: model,
          models: () => models.all(model()),
          find: id => models.find(id),
          authorize: connected.credentials,
          list: qianfan.list,
          choose: id => configuration.update('wenxin.model', id),
          logger,
        }),
      ),
      [COMMANDS.showLog]: () => logger.show(),
      ...cacheCommands({ caches: kept.contents, team: kept.team, clock, logger }),
      ...credentialCommands({ context, configuration, connected, qianfan, ledger, team: kept.team, clock, logger }),
    }),
  );
  shutDown = async () => {
    connected.close();
    // What was saved is nobody's money: bookings do not wait for it.
    const booked = within(clock, SHUT_DOWN_MS / 4, [savings.flush()]).then(() => ledger.close());
    await within(clock, SHUT_DOWN_MS, [session.close(), composer.flush(), unsent.flush(), kept.close(), booked]);
    store?.close();
  };
  void lookForKey();
  accounts.hasForgotten().then(
    hasForgotten => (hasForgotten ? tellForgotten() : undefined),
    (error: unknown) => logger.warn(`The secret storage does not answer: ${describeError(error)}`),
  );
  void meter.start();
}

/** Stops what is being answered, which books it at once, and closes the files. */
export async function deactivate(): Promise<void> {
  await shutDown?.();
}
