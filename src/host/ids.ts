/** Names that the manifest, keybindings of people and other extensions rely on. A test compares them with `package.json`. */
export const COMMANDS = {
  askSelection: 'wenxin.askSelection',
  explainSelection: 'wenxin.explainSelection',
  reviewSelection: 'wenxin.reviewSelection',
  fixSelection: 'wenxin.fixSelection',
  refactorSelection: 'wenxin.refactorSelection',
  documentSelection: 'wenxin.documentSelection',
  testSelection: 'wenxin.testSelection',
  translateSelection: 'wenxin.translateSelection',
  editSelection: 'wenxin.editSelection',
  /** The problems that VS Code shows at the cursor. */
  fixProblem: 'wenxin.fixProblem',
  addToChat: 'wenxin.addToChat',
  addFileToChat: 'wenxin.addFileToChat',
  addTerminalToChat: 'wenxin.addTerminalToChat',
  managePrompts: 'wenxin.managePrompts',
  /** The same under short titles, for the editor's submenu. */
  menuAskSelection: 'wenxin.menu.askSelection',
  menuExplainSelection: 'wenxin.menu.explainSelection',
  menuReviewSelection: 'wenxin.menu.reviewSelection',
  menuFixSelection: 'wenxin.menu.fixSelection',
  menuRefactorSelection: 'wenxin.menu.refactorSelection',
  menuDocumentSelection: 'wenxin.menu.documentSelection',
  menuTestSelection: 'wenxin.menu.testSelection',
  menuTranslateSelection: 'wenxin.menu.translateSelection',
  menuEditSelection: 'wenxin.menu.editSelection',
  /** For the explorer, where nothing else says whose batch it is. */
  menuRunBatch: 'wenxin.menu.runBatch',
  /** On a comparison of a file with what an answer would make of it. */
  acceptChange: 'wenxin.acceptChange',
  rejectChange: 'wenxin.rejectChange',
  /** On an edit that is looked at: all of it, or one place. */
  acceptEdit: 'wenxin.acceptEdit',
  rejectEdit: 'wenxin.rejectEdit',
  acceptHunk: 'wenxin.acceptHunk',
  rejectHunk: 'wenxin.rejectHunk',
  /** The same once more, with another instruction. */
  changeEdit: 'wenxin.changeEdit',
  generateCommitMessage: 'wenxin.generateCommitMessage',
  stopCommitMessage: 'wenxin.stopCommitMessage',
  explainTerminal: 'wenxin.explainTerminal',
  fixTerminal: 'wenxin.fixTerminal',
  openChat: 'wenxin.openChat',
  openChatInEditor: 'wenxin.openChatInEditor',
  showChatShortcuts: 'wenxin.showChatShortcuts',
  openWalkthrough: 'wenxin.openWalkthrough',
  newChat: 'wenxin.newChat',
  showHistory: 'wenxin.showHistory',
  exportChat: 'wenxin.exportChat',
  importChat: 'wenxin.importChat',
  setCredentials: 'wenxin.setCredentials',
  clearCredentials: 'wenxin.clearCredentials',
  switchAccount: 'wenxin.switchAccount',
  /** Which other extensions may use the key. */
  manageExtensionAccess: 'wenxin.manageExtensionAccess',
  setBudget: 'wenxin.setBudget',
  showUsage: 'wenxin.showUsage',
  exportUsage: 'wenxin.exportUsage',
  compareBill: 'wenxin.compareBill',
  runBatch: 'wenxin.runBatch',
  resumeBatch: 'wenxin.resumeBatch',
  joinBatch: 'wenxin.joinBatch',
  pauseBatch: 'wenxin.pauseBatch',
  cancelBatch: 'wenxin.cancelBatch',
  retryBatch: 'wenxin.retryBatch',
  setBatchModel: 'wenxin.setBatchModel',
  scheduleBatch: 'wenxin.scheduleBatch',
  deleteBatch: 'wenxin.deleteBatch',
  openBatchResults: 'wenxin.openBatchResults',
  readBatchResults: 'wenxin.readBatchResults',
  reviewBatch: 'wenxin.reviewBatch',
  showBatchItem: 'wenxin.showBatchItem',
  selectModel: 'wenxin.selectModel',
  clearCache: 'wenxin.clearCache',
  setTeamCache: 'wenxin.setTeamCache',
  diagnose: 'wenxin.diagnose',
  showLog: 'wenxin.showLog',
} as const;

export type CommandId = (typeof COMMANDS)[keyof typeof COMMANDS];

export const VIEWS = { chat: 'wenxin.chat', batches: 'wenxin.batches' } as const;

export const PANELS = { usage: 'wenxin.usage', chatEditor: 'wenxin.chatEditor' } as const;

/**
 * Texts that are compared with files: what a file would be with an answer's change, with those of a batch or with an edit,
 * and code of an answer alone.
 */
export const SCHEMES = {
  proposal: 'wenxin-proposal',
  answer: 'wenxin-answer',
  batchChange: 'wenxin-batch-change',
  edit: 'wenxin-edit',
} as const;

/** Whose threads at places of code: menus name them. */
export const COMMENTS = { edit: 'wenxin.edit' } as const;

/** The page of first steps, below the id of the extension. */
export const WALKTHROUGH = 'wenxin.start';

/** What VS Code is told about us, for `when` clauses and for the steps of the walkthrough. */
export const CONTEXT_KEYS = {
  /** There is a key, and it may be sent to the host that is asked now. */
  hasCredentials: 'wenxin.hasCredentials',
  /** A question was answered to its end once, in any workspace. */
  hasAsked: 'wenxin.hasAsked',
  /** A commit message is being written. */
  isWritingCommitMessage: 'wenxin.isWritingCommitMessage',
} as const;

export type ContextKey = (typeof CONTEXT_KEYS)[keyof typeof CONTEXT_KEYS];

export const STATUS_BAR_ITEM = 'wenxin.spend';
