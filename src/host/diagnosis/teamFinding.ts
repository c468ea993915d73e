import * as vscode from 'vscode';
import { failureFrom } from '../../core/conversation/answer.ts';
import type { TeamAccess } from '../cache/teamAccess.ts';
import { serverSentence } from '../cache/teamProblems.ts';
import { failureSentence } from '../failures/failureNotices.ts';
import type { Finding } from './finding.ts';

/** Checks whether the team cache responds, if one is set up and turned on. Throws only the signal's reason. */
export async function teamFinding({ secrets, tools, isOn }: TeamAccess, signal: AbortSignal): Promise<Finding> {
  const label = vscode.l10n.t('Team cache');
  try {
    const team = await secrets.read();
    if (team === undefined) return { state: 'info', label, text: vscode.l10n.t('not set up') };
    const { host } = new URL(team.url);
    if (!isOn()) return { state: 'info', label, text: vscode.l10n.t('{host}, turned off', { host }) };
    const verdict = await tools.check(team, signal);
    if (typeof verdict === 'string') return { state: 'bad', label, text: serverSentence(verdict, host) };
    const ms = String(Math.ceil(verdict.ms));
    return { state: 'good', label, text: vscode.l10n.t('The team cache at {host} answered in {ms} ms.', { host, ms }) };
  } catch (error) {
    signal.throwIfAborted();
    return { state: 'bad', label, text: failureSentence(failureFrom(error), '') };
  }
}
