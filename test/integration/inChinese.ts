import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import bundle from '../../l10n/bundle.l10n.zh-cn.json' with { type: 'json' };

/**
 * Returns the result of `run` with VS Code in Chinese. The VS Code of these tests runs in English and cannot change its
 * language while running, so the two APIs that depend on the language are replaced until `run` has returned.
 */
export function inChinese<T>(run: () => T): T {
  const speakAsBefore = speakChinese();
  try {
    return run();
  } finally {
    speakAsBefore();
  }
}

/** Does the same for asynchronous work, until its promise has settled. */
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
