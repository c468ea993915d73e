import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import bundle from '../../l10n/bundle.l10n.zh-cn.json' with { type: 'json' };

/**
 * What `run` gives where VS Code is shown in Chinese. The VS Code of these tests is English and its language cannot be
 * changed while it runs, so its two doors to a language are replaced until `run` has returned.
 */
export function inChinese<T>(run: () => T): T {
  const speakAsBefore = speakChinese();
  try {
    return run();
  } finally {
    speakAsBefore();
  }
}

/** The same for work that takes its time: until the promise is settled. */
export async function whileChinese(run: () => Promise<void>): Promise<void> {
  const speakAsBefore = speakChinese();
  try {
    await run();
  } finally {
    speakAsBefore();
  }
}

function speakChinese(): () => void {
  const { t } = vscode.l10n;
  const language = Object.getOwnPropertyDescriptor(vscode.env, 'language') ?? {};
  l10n.config({ contents: bundle });
  vscode.l10n.t = l10n.t as typeof t;
  Object.defineProperty(vscode.env, 'language', { ...language, get: () => 'zh-cn' });
  return () => {
    vscode.l10n.t = t;
    Object.defineProperty(vscode.env, 'language', language);
  };
}
