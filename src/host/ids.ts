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
  addToChat: 'wenxin.addToChat',
  /** The same under short titles, for the editor's submenu. */
  menuAskSelection: 'wenxin.menu.askSelection',
  menuExplainSelection: 'wenxin.menu.explainSelection',
  menuReviewSelection: 'wenxin.menu.reviewSelection',
  menuFixSelection: 'wenxin.menu.fixSelection',
  menuRefactorSelection: 'wenxin.menu.refactorSelection',
  menuDocumentSelection: 'wenxin.menu.documentSelection',
  menuTestSelection: 'wenxin.menu.testSelection',
  menuTranslateSelection: 'wenxin.menu.translateSelection',
  openChat: 'wenxin.openChat',
  newChat: 'wenxin.newChat',
  setCredentials: 'wenxin.setCredentials',
  clearCredentials: 'wenxin.clearCredentials',
  setBudget: 'wenxin.setBudget',
  showLog: 'wenxin.showLog',
} as const;

export type CommandId = (typeof COMMANDS)[keyof typeof COMMANDS];

export const VIEWS = { chat: 'wenxin.chat' } as const;

export const STATUS_BAR_ITEM = 'wenxin.spend';
