import * as vscode from 'vscode';
import type { BatchInput } from '../../core/batch/plan/batchInput.ts';
import type { DryRun } from '../../core/batch/plan/dryRunReport.ts';
import type { SecretKind } from '../../core/conversation/secrets/secret.ts';
import { secretName } from '../chat/secretName.ts';
import { countText } from './batchWords.ts';
import type { RunBatchParts } from './runBatchParts.ts';
import { withoutItems } from './withoutItems.ts';

/** More lines would make the dialog taller than a small window. */
const MAX_LISTED = 8;

/**
 * Asks the user about items with secrets, before any other choice. Returns the input to send, unchanged when there are
 * no secrets; `undefined` when the user cancels.
 */
export async function decideSecrets(
  { hasSecret }: Pick<RunBatchParts, 'hasSecret'>,
  input: BatchInput,
  { count, items }: DryRun['secrets'],
): Promise<BatchInput | undefined> {
  if (count === 0) return input;
  const leaveOut = vscode.l10n.t('Leave These Items Out');
  const send = vscode.l10n.t('Send Them as They Are');
  const facts = { count: countText(count), total: countText(input.count) };
  const detail = [
    ...items.slice(0, MAX_LISTED).map(({ customId, found }) =>
      vscode.l10n.t('{item}: {secret}', {
        item: customId,
        secret: vscode.l10n.t('{secret} (line {line} of the prompt)', {
          secret: nameOf(found[0]?.kind),
          line: String(found[0]?.line ?? 1),
        }),
      }),
    ),
    ...(count > MAX_LISTED ? [vscode.l10n.t('and {count} more', { count: countText(count - MAX_LISTED) })] : []),
    '',
    vscode.l10n.t('Nothing has been sent.'),
  ].join('\n');
  // VS Code adds Cancel by itself.
  const buttons = count === input.count ? [send] : [leaveOut, send];
  const choice = await vscode.window.showWarningMessage(
    count === 1
      ? vscode.l10n.t('1 of {total} items has a possible secret in it.', facts)
      : vscode.l10n.t('{count} of {total} items have possible secrets in them.', facts),
    { modal: true, detail },
    ...buttons,
  );
  if (choice === leaveOut) return withoutItems(input, count, hasSecret);
  return choice === send ? input : undefined;
}

/** `kind` comes from `findSecrets`, so the cast is safe. */
function nameOf(kind: string | undefined): string {
  return secretName((kind ?? 'password') as SecretKind);
}
