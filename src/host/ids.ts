/** Ids that the manifest, users' keybindings and other extensions rely on. A test compares them with `package.json`. */
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
  /** Fixes the problems that VS Code reports at the cursor. */
  fixProblem: 'wenxin.fixProblem',
  addToChat: 'wenxin.addToChat',
  addFileToChat: 'wenxin.addFileToChat',
  addTerminalToChat: 'wenxin.addTerminalToChat',
  managePrompts: 'wenxin.managePrompts',
  /** The same commands with short titles, for the editor's submenu. */
  menuAskSelection: 'wenxin.menu.askSelection',
  menuExplainSelection: 'wenxin.menu.explainSelection',
  menuReviewSelection: 'wenxin.menu.reviewSelection',
  menuFixSelection: 'wenxin.menu.fixSelection',
  menuRefactorSelection: 'wenxin.menu.refactorSelection',
  menuDocumentSelection: 'wenxin.menu.documentSelection',
  menuTestSelection: 'wenxin.menu.testSelection',
  menuTranslateSelection: 'wenxin.menu.translateSelection',
  menuEditSelection: 'wenxin.menu.editSelection',
  /** For the explorer, where the title has to name the extension. */
  menuRunBatch: 'wenxin.menu.runBatch',
  /** In the diff of a file with the change from an answer. */
  acceptChange: 'wenxin.acceptChange',
  rejectChange: 'wenxin.rejectChange',
  /** In the review of an edit: all of it, or one hunk. */
  acceptEdit: 'wenxin.acceptEdit',
  rejectEdit: 'wenxin.rejectEdit',
  acceptHunk: 'wenxin.acceptHunk',
  rejectHunk: 'wenxin.rejectHunk',
  /** Repeats the edit with another instruction. */
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
  /** Manages which other extensions may use the key. */
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
 * URI schemes of virtual documents shown in diffs: a file with an answer's change, the code of an answer alone, a file
 * with a batch's changes, and a file with an edit.
 */
export const SCHEMES = {
  proposal: 'wenxin-proposal',
  answer: 'wenxin-answer',
  batchChange: 'wenxin-batch-change',
  edit: 'wenxin-edit',
} as const;

/** Ids of comment controllers, which `when` clauses of menus refer to. */
export const COMMENTS = { edit: 'wenxin.edit' } as const;

/** The walkthrough's id, without the extension's id. */
export const WALKTHROUGH = 'wenxin.start';

/** Context keys for `when` clauses and the steps of the walkthrough. */
export const CONTEXT_KEYS = {
  /** There is a key, and it may be sent to the current host. */
  hasCredentials: 'wenxin.hasCredentials',
  /** An answer has finished at least once, in any workspace. */
  hasAsked: 'wenxin.hasAsked',
  /** A commit message is being written. */
  isWritingCommitMessage: 'wenxin.isWritingCommitMessage',
} as const;

export type ContextKey = (typeof CONTEXT_KEYS)[keyof typeof CONTEXT_KEYS];

export const STATUS_BAR_ITEM = 'wenxin.spend';
