import * as vscode from 'vscode';
import { apiKeyCredentials, bearer, mayReceive } from './core/auth/apiKey.ts';
import type { Credentials } from './core/auth/withCredentials.ts';
import type { ChatBackend, Endpoint } from './core/chat.ts';
import { createClient } from './core/client.ts';
import { systemClock } from './core/clock.ts';
import { HistoryStore } from './core/conversation/historyStore.ts';
import type { ReplyLanguage } from './core/conversation/prompts.ts';
import { Session, type SessionSettings } from './core/conversation/session.ts';
import { unsavedHistory } from './core/conversation/unsavedHistory.ts';
import { describeError } from './core/errors.ts';
import { type NanoYuan, nanoYuanOf } from './core/money.ts';
import { ModelDirectory } from './core/qianfan/modelDirectory.ts';
import { isFlatPlan } from './core/qianfan/flatPlan.ts';
import { createQianfanBackend } from './core/qianfan/http.ts';
import { listModels } from './core/qianfan/modelList.ts';
import { Ledger } from './core/spend/ledger.ts';
import { within } from './core/within.ts';
import { ApiKeySource } from './host/credentials/apiKeySource.ts';
import { clearCredentials } from './host/credentials/clearCredentials.ts';
import { keyCheck } from './host/credentials/keyCheck.ts';
import { tellForgotten } from './host/credentials/keyMessages.ts';
import { SecretCredentialStore } from './host/credentials/secretCredentialStore.ts';
import { setCredentials } from './host/credentials/setCredentials.ts';
import { ChatController } from './host/chat/chatController.ts';
import { ChatView } from './host/chat/chatView.ts';
import { Composer } from './host/chat/composer.ts';
import { SecretCheck } from './host/chat/secretCheck.ts';
import { pickCode } from './host/commands/pickCode.ts';
import { selectionCommands } from './host/commands/selectionCommands.ts';
import { CodeActions } from './host/editing/codeActions.ts';
import { registerCommands } from './host/commands/index.ts';
import { setBudget } from './host/commands/setBudget.ts';
import { Configuration } from './host/configuration.ts';
import { currentEndpoint, endpointHost } from './host/currentEndpoint.ts';
import type { Subjects } from './host/diagnosis/diagnose.ts';
import { diagnoseConnection } from './host/diagnosis/diagnoseConnection.ts';
import { networkFacts } from './host/diagnosis/networkFacts.ts';
import { ReportDocument } from './host/diagnosis/reportDocument.ts';
import { FirstSteps } from './host/firstSteps.ts';
import { COMMANDS, VIEWS, WALKTHROUGH } from './host/ids.ts';
import { modelProblem } from './host/models/modelProblem.ts';
import { RememberedLists } from './host/models/rememberedLists.ts';
import { selectModel } from './host/models/selectModel.ts';
import { OutputLogger } from './host/outputLogger.ts';
import { SpendMeter } from './host/spend/spendMeter.ts';
import { StatusBar } from './host/spend/statusBar.ts';
import { UnsentQuestion } from './host/unsentQuestion.ts';
import { tellBrokenSetting, tellDamagedFile, tellUnsaved } from './host/storageNotices.ts';

/** VS Code waits some seconds for `deactivate`; a file that another window has locked must not use them up. */
const SHUT_DOWN_MS = 400;

/** Workspace state: the conversation that was shown last in this workspace. */
const CONVERSATION_KEY = 'conversation';

/** Global state: whether a key was stored, to notice when it is forgotten. */
const KEY_STORED = 'keyStored';

let shutDown: (() => Promise<void>) | undefined;

/** Builds everything and connects it. Uses no network: that begins with a person's first question. */
export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const logger = new OutputLogger();
  const configuration = new Configuration();
  const clock = systemClock;
  const folder = context.globalStorageUri.fsPath;
  const onSetAside = (damaged: string, fresh: string): void => tellDamagedFile(damaged, fresh);

  const endpoint = (): Endpoint => currentEndpoint(configuration);
  const model = (): string => configuration.get('wenxin.model');
  const keys = new ApiKeySource({
    store: new SecretCredentialStore(context.secrets),
    source: () => configuration.get('wenxin.credentialSource'),
    environment: process.env,
    marker: {
      get: () => context.globalState.get<boolean>(KEY_STORED) === true,
      set: isStored => void context.globalState.update(KEY_STORED, isStored),
    },
    logger,
  });

  const dailyBudget = (): NanoYuan | undefined => {
    const yuan = configuration.get('wenxin.budget.dailyCny');
    return yuan === 0 ? undefined : nanoYuanOf(yuan);
  };

  const lists = new RememberedLists(context.globalState);
  const models = new ModelDirectory({
    ownPrices: () => configuration.get('wenxin.prices'),
    list: () => (configuration.get('wenxin.endpoints') === null ? undefined : lists.of(endpoint().baseUrl)),
    isFlatPlan: () => configuration.get('wenxin.endpoints') !== null && isFlatPlan(endpoint().baseUrl),
  });

  const sender = { fetch: () => globalThis.fetch, clock, logger };
  const timeouts = (asked: string) => ({
    firstTokenMs:
      1000 * (configuration.get('wenxin.timeouts.firstTokenSeconds') ?? (models.find(asked).thinking ? 180 : 60)),
    betweenTokensMs: 1000 * configuration.get('wenxin.timeouts.betweenTokensSeconds'),
    totalMs: 1000 * configuration.get('wenxin.timeouts.totalSeconds'),
  });
  const ledger = new Ledger({ folder, clock, logger, onSetAside });
  const client = (credentials: Credentials, to: () => Endpoint): ChatBackend =>
    createClient({
      transport: createQianfanBackend({ ...sender, timeouts }),
      credentials,
      endpoint: to,
      ledger,
      findPrice: asked => models.find(asked).price,
      budget: () => {
        const dailyNanoYuan = dailyBudget();
        return dailyNanoYuan === undefined ? undefined : { dailyNanoYuan };
      },
      clock,
    });
  const backend = client(apiKeyCredentials(keys.read), endpoint);
  const list: Subjects['list'] = async (to, authorization, signal) => {
    const listed = await listModels(sender, { endpoint: to, authorization }, signal);
    await lists.keep(to.baseUrl, listed);
    return listed;
  };
  const check = keyCheck({
    list: (to, key, signal) => list(to, bearer(key), signal),
    client: (to, key) =>
      client(
        () => Promise.resolve(bearer(key)),
        () => to,
      ),
    model,
  });

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
    { backend, history, clock, logger, workspace: vscode.workspace.name ?? '', settings },
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
      setup: { hasCredentials, host: endpointHost(configuration) },
      model: model(),
      modelProblem: modelProblem(models.find(model())),
      sendKey: configuration.get('wenxin.chat.sendKey'),
    }),
    view: (snapshot, handlers) => new ChatView(context.extensionUri, logger, snapshot, handlers),
  });
  const lookForKey = async (): Promise<void> => {
    try {
      const apiKey = await keys.read();
      hasCredentials = apiKey !== undefined && mayReceive(apiKey, new URL(endpoint().baseUrl).origin);
    } catch (error) {
      hasCredentials = false;
      logger.warn(`The key cannot be used: ${describeError(error)}`);
    }
    firstSteps.showCredentials(hasCredentials);
    chat.refresh();
  };

  const statusBar = new StatusBar();
  const meter = new SpendMeter(ledger, statusBar, logger, () => ({
    model: model(),
    price: models.find(model()).price,
    dailyBudget: dailyBudget(),
    warnAtPercent: configuration.get('wenxin.budget.warnAtPercent'),
  }));

  const report = new ReportDocument();
  const { version: extensionVersion } = context.extension.packageJSON as { readonly version: string };
  const subjects: Subjects = {
    endpoint,
    model,
    list,
    clock,
    readKey: keys.read,
    network: () => networkFacts(configuration, process.env),
  };

  /** A command that is about a server says what is wrong when the settings name none. */
  const withEndpoint = (run: () => Promise<void>) => (): void | Promise<void> =>
    configuration.get('wenxin.endpoints') === null ? tellBrokenSetting('wenxin.endpoints') : run();

  const unsent = new UnsentQuestion(context.workspaceState, clock, logger);
  const replyLanguage = (): ReplyLanguage => configuration.get('wenxin.replyLanguage');
  context.subscriptions.push(
    logger,
    configuration,
    keys,
    chat,
    meter,
    statusBar,
    report,
    {
      dispose: session.onDidChange(change => {
        if (change.type === 'conversation') rememberConversation();
        if (change.type === 'turn' && change.turn.answer.state === 'finished') firstSteps.showAnswered();
      }),
    },
    { dispose: keys.onDidChange(() => void lookForKey()) },
    {
      dispose: lists.onDidChange(() => {
        chat.refresh();
        meter.refresh();
      }),
    },
    { dispose: configuration.onBrokenSetting(tellBrokenSetting) },
    {
      dispose: configuration.onDidChange(() => {
        void lookForKey();
        meter.refresh();
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
          readKey: keys.read,
          list,
          choose: id => configuration.update('wenxin.model', id),
          logger,
        }),
      ),
      [COMMANDS.diagnose]: () => diagnoseConnection({ subjects, document: report, extensionVersion }),
      [COMMANDS.showLog]: () => logger.show(),
      [COMMANDS.setCredentials]: withEndpoint(() =>
        setCredentials({ keys, configuration, endpoint, check, model, logger }),
      ),
      [COMMANDS.clearCredentials]: () => clearCredentials(keys, logger),
    }),
  );
  shutDown = async () => {
    await within(clock, SHUT_DOWN_MS, [session.close(), composer.flush(), unsent.flush(), ledger.close()]);
    store?.close();
  };
  void lookForKey();
  keys.hasForgotten().then(
    hasForgotten => (hasForgotten ? tellForgotten() : undefined),
    (error: unknown) => logger.warn(`The secret storage does not answer: ${describeError(error)}`),
  );
  void meter.start();
}

/** Stops what is being answered, which books it at once, and closes the files. */
export async function deactivate(): Promise<void> {
  await shutDown?.();
}
