import type { SuggestionTrigger, SuggestionView } from '../../../src/protocol/suggestionMessages.ts';
import { ask, page, RECEIPT, type Sample } from './samplePage.ts';

const PROMPTS: readonly SuggestionView[] = [
  prompt('explain', 'Explain code'),
  prompt('review', 'Review code'),
  prompt('fix', 'Fix code'),
  prompt('refactor', 'Refactor code'),
  prompt('document', 'Document code'),
  prompt('test', 'Generate tests'),
  prompt('translate', 'Translate'),
  prompt('changelog', 'From this workspace · Writes the entry of the changelog for what is selected'),
];

const PROMPTS_ZH: readonly SuggestionView[] = [
  prompt('解释', '解释代码'),
  prompt('审查', '审查代码'),
  prompt('修复', '修复代码'),
  prompt('重构', '重构代码'),
  prompt('注释', '生成注释'),
  prompt('测试', '生成单元测试'),
  prompt('翻译', '翻译'),
  prompt('更新日志', '来自此工作区 · 根据所选内容编写更新日志条目'),
];

const PLACES: readonly SuggestionView[] = [
  place('selection', 'Selection', 'cart.ts, lines 12–40', 'code'),
  place('problems', 'Problems', '3 in cart.ts', 'problem'),
  place('terminal', 'Terminal Selection', '', 'terminal'),
  place('changes', 'Git Changes', '2 files', 'changes'),
  place('a', 'cart.ts', 'src/shop', 'file'),
  place('b', 'ledgerEntryReconciliationServiceConfiguration.ts', 'src/com/example/internal/payments', 'file'),
  place('c', 'shop', 'src', 'folder'),
  place('d', 'addToCart', 'src/shop/cart.ts', 'symbol'),
  place('e', 'evil\u202ets.exe', 'src', 'file'),
];

/** Pages on which a trigger for suggestions is typed. */
export const SUGGESTION_SAMPLES: Readonly<Record<string, Sample>> = {
  prompts: { lang: 'en', view: page({}), act: typing('/', '/', '', PROMPTS) },
  promptsZh: { lang: 'zh-cn', view: page({}), act: typing('／', '/', '', PROMPTS_ZH) },
  places: {
    lang: 'en',
    view: page({ turns: [ask('Why?', { text: 'Because of the loop.\n\n'.repeat(9), receipt: RECEIPT })] }),
    act: typing('Compare this with @', '@', '', PLACES, 3),
  },
  placesZh: { lang: 'zh-cn', view: page({}), act: typing('看看＠购物车', '@', '购物车', []) },
  noPrompt: { lang: 'en', view: page({}), act: typing('/explian', '/', 'explian', []) },
};

function prompt(name: string, description: string): SuggestionView {
  return { id: name, label: `/${name}`, description, icon: 'prompt', insert: `/${name} ` };
}

function place(id: string, label: string, description: string, icon: SuggestionView['icon']): SuggestionView {
  return { id, label, description, icon };
}

/** Types a text, sends the host's suggestions, and moves down some steps. */
function typing(
  text: string,
  trigger: SuggestionTrigger,
  query: string,
  items: readonly SuggestionView[],
  steps = 0,
): string {
  return `(async () => {
    const field = document.querySelector('textarea');
    field.focus();
    document.execCommand('insertText', false, ${JSON.stringify(text)});
    tell(${JSON.stringify({ type: 'suggestions', trigger, query, items })});
    const frame = () => new Promise(resolve => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    await frame();
    for (let step = 0; step < ${steps}; step++) {
      field.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowDown', bubbles: true, cancelable: true }));
      await frame();
    }
  })()`;
}
