import * as vscode from 'vscode';
import type { KnownBalance } from '../../core/spend/bill/balanceReader.ts';
import { ageText } from '../ageText.ts';
import { signedYuan } from './signedYuan.ts';

/** Formats the account balance and its age. */
export function balanceLine({ nanoYuan, readAtMs }: KnownBalance, nowMs: number): string {
  const amount = signedYuan(nanoYuan);
  const age = ageText(nowMs - readAtMs);
  return age === undefined
    ? vscode.l10n.t('Account balance: {amount}', { amount })
    : vscode.l10n.t('Account balance: {amount} ({age} ago)', { amount, age });
}
