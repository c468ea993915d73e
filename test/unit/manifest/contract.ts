/**
 * Names that people's keybindings, settings and tutorials rely on: add to them, never rename or take away.
 * A command or setting that is new is written here too, on purpose. The English titles are what people search for.
 */
export const EXTENSION_ID = 'ask-wenxin.ask-wenxin';

/** Every command of the palette with its English title. */
export const COMMAND_TITLES: Readonly<Record<string, string>> = {
  'wenxin.askSelection': 'Ask Wenxin About Selection',
  'wenxin.explainSelection': 'Explain Selection',
  'wenxin.reviewSelection': 'Review Selection',
  'wenxin.fixSelection': 'Fix Selection',
  'wenxin.refactorSelection': 'Refactor Selection',
  'wenxin.documentSelection': 'Document Selection',
  'wenxin.testSelection': 'Generate Tests for Selection',
  'wenxin.translateSelection': 'Translate Selection',
  'wenxin.addToChat': 'Add Selection to Chat',
  'wenxin.acceptChange': 'Accept Change',
  'wenxin.rejectChange': 'Reject Change',
  'wenxin.addFileToChat': 'Add File to Wenxin Chat',
  'wenxin.addTerminalToChat': 'Add Terminal Selection to Wenxin Chat',
  'wenxin.managePrompts': 'Manage Prompts...',
  'wenxin.openChat': 'Open Chat',
  'wenxin.openChatInEditor': 'Open Chat in Editor',
  'wenxin.showChatShortcuts': 'Show Chat Keyboard Shortcuts',
  'wenxin.openWalkthrough': 'Get Started',
  'wenxin.newChat': 'New Chat',
  'wenxin.showHistory': 'Show Chat History',
  'wenxin.exportChat': 'Export Chat...',
  'wenxin.importChat': 'Import Chat...',
  'wenxin.setCredentials': 'Set Credentials...',
  'wenxin.clearCredentials': 'Clear Credentials',
  'wenxin.switchAccount': 'Switch Account...',
  'wenxin.showUsage': 'Show Usage and Spend',
  'wenxin.setBudget': 'Set Budget...',
  'wenxin.exportUsage': 'Export Usage...',
  'wenxin.compareBill': "Compare with Baidu's Bill...",
  'wenxin.runBatch': 'Run Batch...',
  'wenxin.resumeBatch': 'Resume Batch...',
  'wenxin.joinBatch': 'Help with Batch in This Window',
  'wenxin.pauseBatch': 'Pause Batch',
  'wenxin.cancelBatch': 'Cancel Batch',
  'wenxin.retryBatch': 'Retry Failed Items of Batch',
  'wenxin.setBatchModel': 'Change Model of Batch...',
  'wenxin.scheduleBatch': 'Start Batch at an Hour...',
  'wenxin.deleteBatch': 'Delete Batch',
  'wenxin.openBatchResults': 'Open Batch Results',
  'wenxin.readBatchResults': 'Read Batch Results',
  'wenxin.reviewBatch': 'Review Changes of Batch',
  'wenxin.showBatchItem': 'Show Batch Item...',
  'wenxin.selectModel': 'Select Model...',
  'wenxin.clearCache': 'Clear Answer Cache',
  'wenxin.setTeamCache': 'Set Up Team Cache...',
  'wenxin.diagnose': 'Diagnose Connection',
  'wenxin.showLog': 'Show Log',
};

/** Commands that stand in a menu only, under a short title, for the command of the palette they stand for. */
export const MENU_COMMANDS: Readonly<Record<string, string>> = {
  'wenxin.menu.askSelection': 'wenxin.askSelection',
  'wenxin.menu.explainSelection': 'wenxin.explainSelection',
  'wenxin.menu.reviewSelection': 'wenxin.reviewSelection',
  'wenxin.menu.fixSelection': 'wenxin.fixSelection',
  'wenxin.menu.refactorSelection': 'wenxin.refactorSelection',
  'wenxin.menu.documentSelection': 'wenxin.documentSelection',
  'wenxin.menu.testSelection': 'wenxin.testSelection',
  'wenxin.menu.translateSelection': 'wenxin.translateSelection',
  'wenxin.menu.runBatch': 'wenxin.runBatch',
};

/** Every setting. */
export const SETTING_IDS: readonly string[] = [
  'wenxin.prices',
  'wenxin.budget.dailyCny',
  'wenxin.budget.monthlyCny',
  'wenxin.budget.warnAtPercent',
  'wenxin.confirmAboveCny',
  'wenxin.cache.enabled',
  'wenxin.cache.memoryEntries',
  'wenxin.cache.ttlHours',
  'wenxin.cache.featureTtlHours',
  'wenxin.cache.staleWhileRevalidate',
  'wenxin.cache.maxSizeMb',
  'wenxin.cache.redis',
  'wenxin.chat.maxTurnsSent',
  'wenxin.chat.sendKey',
  'wenxin.credentialSource',
  'wenxin.credentialCommand',
  'wenxin.vault.address',
  'wenxin.vault.path',
  'wenxin.vault.namespace',
  'wenxin.iamUrl',
  'wenxin.oauthUrl',
  'wenxin.endpoints',
  'wenxin.fallbackModels',
  'wenxin.maxConcurrency',
  'wenxin.requestsPerMinute',
  'wenxin.tokensPerMinute',
  'wenxin.retry.maxAttempts',
  'wenxin.circuitBreaker.failureThreshold',
  'wenxin.circuitBreaker.recoverySeconds',
  'wenxin.maxOutputTokens',
  'wenxin.model',
  'wenxin.replyLanguage',
  'wenxin.temperature',
  'wenxin.timeouts.betweenTokensSeconds',
  'wenxin.timeouts.firstTokenSeconds',
  'wenxin.timeouts.totalSeconds',
];

/** The only settings a repository may decide: none of them moves a key, a question or money. */
export const WORKSPACE_SETTING_IDS: readonly string[] = [
  'wenxin.chat.sendKey',
  'wenxin.commitMessage.language',
  'wenxin.replyLanguage',
];

export const CONTAINER_IDS: readonly string[] = ['wenxin'];
export const VIEW_IDS: readonly string[] = ['wenxin.chat', 'wenxin.batches'];
export const WALKTHROUGH_IDS: readonly string[] = ['wenxin.start'];
export const STATUS_BAR_ITEM_ID = 'wenxin.spend';
