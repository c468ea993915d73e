import * as vscode from 'vscode';
import { systemClock } from './core/clock.ts';
import { resume } from './core/conversation/resume.ts';
import { Session } from './core/conversation/session.ts';
import { describeError } from './core/errors.ts';
import { BalanceReader } from './core/spend/bill/balanceReader.ts';
import { Ledger } from './core/spend/ledger.ts';
import { QuestionBook } from './core/spend/questionBook.ts';
import { within } from './core/within.ts';
import { connectCache } from './extension/cache.ts';
import { connectCredentials } from './extension/credentials.ts';
import { connectHistory } from './extension/history.ts';
import { connectPricing } from './extension/pricing.ts';
import { connectQianfan } from './extension/qianfan.ts';
import { keyConsent } from './extension/keyConsent.ts';
import { lazyBatchTools } from './extension/lazyBatchTools.ts';
import { lazyChatTools } from './extension/lazyChatTools.ts';
import { lazyEditorTools } from './extension/lazyEditorTools.ts';
import { lazyModelProvider } from './extension/lazyModelProvider.ts';
import { lazyTools } from './extension/lazyTools.ts';
import { sessionSettings } from './extension/sessionSettings.ts';
import { connectSpend } from './extension/spend.ts';
import { ChatController } from './host/chat/chatController.ts';
import { ChatPages } from './host/chat/chatPages.ts';
import { Composer } from './host/chat/composer.ts';
import { ReadingPlaces } from './host/chat/readingPlaces.ts';
import { registerCommands } from './host/commands/index.ts';
import { Configuration } from './host/configuration.ts';
import { tellForgotten } from './host/credentials/credentialMessages.ts';
import { closeOldProposals } from './host/editing/closeOldProposals.ts';
import { CodeActions } from './host/editing/codeActions.ts';
import { FirstSteps } from './host/firstSteps.ts';
import { COMMANDS, PANELS, VIEWS, WALKTHROUGH } from './host/ids.ts';
import { modelProblem } from './host/models/modelProblem.ts';
import { EndpointNetworks } from './host/network/endpointNetworks.ts';
import { OutputLogger } from './host/outputLogger.ts';
import { ownBudgets } from './host/spend/ownBudgets.ts';
import { UnsentQuestion } from './host/commands/unsentQuestion.ts';
import { tellBrokenSetting, tellDamagedLedger, tellOutdated, tellUnwritten } from './host/storageNotices.ts';

/** Time limit for `deactivate`. VS Code allows a few seconds; a file locked by another window must not use them up. */
const SHUT_DOWN_MS = 400;

/** Workspace-state key: id of the conversation shown last in this workspace. */
const CONVERSATION_KEY = 'conversation';

let shutDown: (() => Promise<void>) | undefined;

/** Builds and connects all parts. Uses no network before the user's first question. */
export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const logger = new OutputLogger();
  const configuration = new Configuration();
  const clock = systemClock;
  const folder = context.globalStorageUri.fsPath;

  const ledger = new Ledger({
    folder,
    clock,
    logger,
    onSetAside: (damaged, fresh, rows) => tellDamagedLedger(damaged, fresh, rows, () => tools.correctTotal()),
    onUnwritten: tellUnwritten,
    onOutdated: tellOutdated,
  });
  const networks = new EndpointNetworks();
  const connected = connectCredentials({ context, configuration, ledger, clock, logger });
  const { accounts, current } = connected;
  const kept = connectCache({ context, configuration, ledger, sealingKey: connected.sealingKey, clock, logger });
  const { cache } = kept;
  const questions = new QuestionBook({
    database: () => ledger.file(),
    dayAt: ms => ledger.dayAt(ms),
    clock,
    logger,
    onWritten: () => meter.refresh(),
  });
  const qianfan = connectQianfan({
    context,
    configuration,
    connected,
    networks,
    ledger,
    questions,
    cache,
    budgets: () => ownBudgets(configuration),
    clock,
    logger,
  });
  const { model, models } = qianfan;
  const balance = new BalanceReader(signal => tools.readBalance(signal), clock);

  const allowHost = keyConsent(configuration, connected);

  const conversations = await connectHistory({ context, timeZone: () => ledger.timeZone, clock, logger });
  const { history } = conversations;
  const settings = sessionSettings(configuration, qianfan);
  const session = new Session(
    { backend: qianfan.backend, history, clock, logger, workspace: vscode.workspace.name ?? '', settings },
    await resume(history, context.workspaceState.get<string>(CONVERSATION_KEY)),
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
  const { experience } = qianfan;
  const pricing = connectPricing({ configuration, models, experience });
  const unsent = new UnsentQuestion(context.workspaceState, clock, logger);
  const chatTools = lazyChatTools(() => ({
    context,
    configuration,
    conversations,
    session,
    composer,
    chat,
    pricing,
    unsent,
    terminals: editorTools.terminals,
    clock,
    logger,
  }));
  const chat: ChatController = new ChatController({
    session,
    composer,
    decideSecrets: chatTools.decideSecrets,
    costCheck: pricing.costCheck,
    expect: pricing.expect,
    suggestions: chatTools.suggestions,
    code: chatTools.code,
    context: chatTools.context,
    turnView: chatTools.turnView,
    turnButtons: chatTools.turnButtons,
    expand: chatTools.expand,
    clock,
    surroundings: () => ({
      setup: { hasCredentials, host: current.host() },
      sendKey: configuration.get('wenxin.chat.sendKey'),
      recent: conversations.recent(session.conversation),
    }),
    modelProblem: id => modelProblem(models.find(id)),
    priceOf: qianfan.priceOf,
    enterPrice: model => tools.enterPrice(model),
    allowHost,
    places: new ReadingPlaces(context.workspaceState, clock, logger),
    view: (picture, handlers) =>
      new ChatPages({
        extensionUri: context.extensionUri,
        picture,
        handlers,
        onTimeZone: zone => ledger.setTimeZone(zone),
        clock,
        logger,
      }),
  });
  const lookForKey = async (): Promise<void> => {
    hasCredentials = await current.refresh();
    firstSteps.showCredentials(hasCredentials);
    chat.refresh();
    meter.refresh();
  };

  const spend = connectSpend({ configuration, ledger, models, experience, model, balance, clock, logger });
  const { meter } = spend;
  const tools = lazyTools(() => ({
    context,
    configuration,
    connected,
    kept,
    qianfan,
    spend,
    ledger,
    balance,
    pricing,
    openChat: () => chat.view.show(true),
    showLog: () => logger.show(),
    clock,
    logger,
  }));

  const editorTools = lazyEditorTools(configuration, clock, () => ({
    context,
    qianfan,
    pricing,
    ask: question => chat.ask(question),
    allowHost,
    enterPrice: id => tools.enterPrice(id),
    logger,
  }));
  const batchTools = lazyBatchTools(() => ({
    context,
    configuration,
    connected,
    kept,
    qianfan,
    ledger,
    spend,
    tools,
    clock,
    logger,
  }));

  const offeredModels = lazyModelProvider({ context, configuration, connected, qianfan, spend, ledger, clock, logger });

  context.subscriptions.push(
    logger,
    configuration,
    accounts,
    networks,
    kept,
    chat,
    spend,
    experience,
    editorTools,
    batchTools,
    offeredModels,
    {
      dispose: session.onDidChange(change => {
        if (change.type === 'conversation') rememberConversation();
        if (change.type === 'turn' && change.turn.answer.state === 'finished') firstSteps.showAnswered();
      }),
    },
    {
      dispose: accounts.onDidChange(() => {
        connected.forgive();
        balance.forget();
        void lookForKey();
      }),
    },
    {
      dispose: qianfan.lists.onDidChange(() => {
        chat.refresh();
        meter.refresh();
      }),
    },
    { dispose: balance.onDidChange(() => meter.refresh()) },
    { dispose: configuration.onBrokenSetting(tellBrokenSetting) },
    {
      dispose: configuration.onDidChange(() => {
        networks.keepOnly(configuration.get('wenxin.endpoints') ?? []);
        connected.forgive();
        if (pricing.hasOddPrice()) void tools.askAboutPrices();
        balance.forget();
        void lookForKey();
      }),
    },
    vscode.window.registerWebviewViewProvider(VIEWS.chat, chat.view),
    vscode.window.registerWebviewPanelSerializer(PANELS.chatEditor, chat.view),
    vscode.window.registerWebviewPanelSerializer(PANELS.usage, { deserializeWebviewPanel: tools.revive }),
    vscode.languages.registerCodeActionsProvider({ pattern: '**' }, new CodeActions(), CodeActions.metadata),
    registerCommands({
      [COMMANDS.openChat]: () => chat.view.show(true),
      [COMMANDS.openChatInEditor]: () => chat.view.showInEditor(),
      [COMMANDS.showChatShortcuts]: () => chat.showShortcuts(),
      [COMMANDS.openWalkthrough]: async () => {
        const walkthrough = `${context.extension.id}#${WALKTHROUGH}`;
        await vscode.commands.executeCommand('workbench.action.openWalkthrough', walkthrough);
      },
      [COMMANDS.newChat]: () => chat.startNew(),
      [COMMANDS.showLog]: () => logger.show(),
      ...chatTools.commands,
      ...offeredModels.commands,
      ...editorTools.commands,
      ...batchTools.commands,
      ...tools.commands,
    }),
  );
  shutDown = async () => {
    connected.close();
    void tools.close();
    // Neither holds charges, so bookings wait for them only briefly.
    const unpaid = [questions.flush(), experience.flush()];
    const givenBack = within(clock, SHUT_DOWN_MS / 2, [batchTools.close()]);
    const saved = within(clock, SHUT_DOWN_MS / 4, unpaid);
    const booked = Promise.all([saved, givenBack]).then(() => ledger.close());
    await within(clock, SHUT_DOWN_MS, [session.close(), composer.flush(), unsent.flush(), kept.close(), booked]);
    conversations.store?.close();
  };
  closeOldProposals();
  void lookForKey();
  accounts.hasForgotten().then(
    hasForgotten => (hasForgotten ? tellForgotten() : undefined),
    (error: unknown) => logger.warn(`The secret storage does not answer: ${describeError(error)}`),
  );
  void meter.start();
  void batchTools.look();
  void experience.load();
  if (pricing.hasOddPrice()) void tools.askAboutPrices();
}

/** Aborts running answers, which books them immediately, and closes the files. */
export async function deactivate(): Promise<void> {
  await shutDown?.();
}
