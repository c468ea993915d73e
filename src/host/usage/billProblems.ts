import * as vscode from 'vscode';
import { failureFrom } from '../../core/conversation/answer.ts';
import type { WenxinError } from '../../core/errors.ts';
import type { BillFileProblem } from '../../core/spend/bill/csvText.ts';
import { failureSentence } from '../failures/failureNotices.ts';
import { sentences } from '../sentences.ts';

/** Explains what is wrong with a bill file and what to do. */
export function billFileSentence(problem: BillFileProblem | 'unreadable', file: string): string {
  switch (problem) {
    case 'unreadable':
      return vscode.l10n.t('“{file}” cannot be read. The log says why.', { file });
    case 'empty':
      return vscode.l10n.t('“{file}” is empty.', { file });
    case 'tooLarge':
      return vscode.l10n.t('“{file}” is too large to be compared. Export a shorter period.', { file });
    case 'workbook':
      return vscode.l10n.t('“{file}” is an Excel workbook. Save it as CSV, then import that file.', { file });
    case 'notText':
      return vscode.l10n.t('“{file}” is not a CSV file. Export the bill as CSV in the console.', { file });
    case 'encoding':
      return vscode.l10n.t(
        '“{file}” is encoded in neither UTF-8 nor GBK. Save it as “CSV UTF-8”, then import it again.',
        {
          file,
        },
      );
    case 'broken':
      return vscode.l10n.t(
        '“{file}” is damaged: a quotation mark is not closed, or a line has no end. Export it again.',
        { file },
      );
    case 'noHeadings':
      return vscode.l10n.t('“{file}” has no table with headings. Export the bill as CSV in the console.', { file });
    case 'noLines':
      return vscode.l10n.t('“{file}” has no line with a time and an amount in the columns that were chosen.', { file });
  }
}

/** Explains why the bill or the balance could not be fetched. Omits the charge, because reading them is free. */
export function billFailureSentence(error: WenxinError): string {
  const host = error.details.host ?? vscode.l10n.t('the service');
  if (error.details.code === 'bill_not_allowed') {
    return sentences([
      vscode.l10n.t('This key may not read the bill.'),
      vscode.l10n.t('A sub-user needs the policy FCFullControlPolicy for that, which the owner can grant.'),
    ]);
  }
  switch (error.kind) {
    case 'busy':
      return vscode.l10n.t('{host} is busy or has an internal error.', { host });
    case 'refused':
      return vscode.l10n.t('{host} was asked too often. Wait a moment, then retry.', { host });
    case 'not-json':
      return vscode.l10n.t(
        'Something other than a bill came back from {host}, perhaps the login page of a proxy or Wi-Fi.',
        { host },
      );
    default:
      return failureSentence({ host, ...failureFrom(error) }, '');
  }
}
