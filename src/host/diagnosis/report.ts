import * as os from 'node:os';
import * as vscode from 'vscode';
import { isChinese } from '../language.ts';
import type { Finding } from './finding.ts';
import { withoutHome } from './homeFolder.ts';

const SIGNS = { good: '✓ ', bad: '✗ ', info: '' } as const;

/**
 * Formats the findings as text for a colleague or an administrator. Contains no keys and no questions, but the
 * configured paths of certificate files, with `~` for the home folder.
 */
export function reportText(findings: readonly Finding[], extensionVersion: string): string {
  const remote = vscode.env.remoteName ?? vscode.l10n.t('none');
  const colon = isChinese() ? '：' : ': ';
  return [
    `# ${vscode.l10n.t('Connection Report of Ask Wenxin')}`,
    '',
    ...findings.map(
      ({ state, label, text }) => `- ${SIGNS[state]}${label}${colon}${withoutHome(text, os.homedir(), os.platform())}`,
    ),
    '',
    `- Ask Wenxin ${extensionVersion}, VS Code ${vscode.version}, Node ${process.versions.node}`,
    `- ${os.platform()} ${os.release()} ${os.arch()}, ${vscode.l10n.t('remote: {name}', { name: remote })}`,
    `- ${new Date().toISOString()}`,
    '',
  ].join('\n');
}
