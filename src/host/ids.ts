/** Names that the manifest, keybindings of people and other extensions rely on. A test compares them with `package.json`. */
export const COMMANDS = {
  askSelection: 'wenxin.askSelection',
  explainSelection: 'wenxin.explainSelection',
  /** The same two under short titles, for the editor's submenu. */
  menuAskSelection: 'wenxin.menu.askSelection',
  menuExplainSelection: 'wenxin.menu.explainSelection',
  openChat: 'wenxin.openChat',
  newChat: 'wenxin.newChat',
  setCredentials: 'wenxin.setCredentials',
  setBudget: 'wenxin.setBudget',
  showLog: 'wenxin.showLog',
} as const;

export type CommandId = (typeof COMMANDS)[keyof typeof COMMANDS];

export const VIEWS = { chat: 'wenxin.chat' } as const;

export const STATUS_BAR_ITEM = 'wenxin.spend';
