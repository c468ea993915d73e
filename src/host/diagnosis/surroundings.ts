import * as vscode from 'vscode';
import { redact } from '../../core/redact.ts';
import type { OwnNetwork } from '../endpointSetting.ts';
import type { Finding } from './finding.ts';

/** Returns the network settings: VS Code's, the environment's, and those of the endpoint that override them. */
export function networkFindings(settings: Readonly<Record<string, unknown>>, own: OwnNetwork | undefined): Finding[] {
  const facts: Readonly<Record<string, unknown>> = { ...settings, ...(own && { 'wenxin.endpoints': own }) };
  return Object.entries(facts)
    .filter(([, value]) => value !== undefined && value !== '' && !(Array.isArray(value) && value.length === 0))
    .map(([label, value]) => ({
      state: 'info',
      label,
      text: redact(typeof value === 'string' ? value : JSON.stringify(value)),
    }));
}

/** Compares this computer's clock with those of hosts that responded; returns nothing when they agree. */
export function clockFinding(hosts: readonly string[], skewMs: (host: string) => number): Finding[] {
  const worst = hosts.map(skewMs).reduce((a, b) => (Math.abs(b) > Math.abs(a) ? b : a), 0);
  if (worst === 0) return [];
  const minutes = String(Math.round(Math.abs(worst) / 60_000));
  return [
    {
      state: 'bad',
      label: vscode.l10n.t('Clock'),
      text: vscode.l10n.t(
        'The clock of this computer is {minutes} minutes off; signatures correct that, but days are counted by it.',
        {
          minutes,
        },
      ),
    },
  ];
}
