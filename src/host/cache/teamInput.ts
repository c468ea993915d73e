import * as vscode from 'vscode';
import { askForSecret, type SecretQuestion } from '../credentials/secretInput.ts';
import { addressSentence, keySentence } from './teamProblems.ts';
import type { TeamServer, TeamTools } from './teamTools.ts';

/**
 * Asks for the address of a Redis server and its password. Returns `back` to go to the previous question, `undefined`
 * when the user cancels.
 *
 * @param url the initial address.
 */
export async function askForTeamServer(
  tools: TeamTools,
  url: string,
  totalSteps: number,
): Promise<TeamServer | 'back' | undefined> {
  for (let shown = url; ;) {
    const address = await askForSecret(addressQuestion(tools, shown, totalSteps));
    if (address?.does !== 'goOn') return address?.does === 'back' ? 'back' : undefined;
    const server = tools.readAddress(address.value);
    if (typeof server === 'string') continue;
    if (server.password !== undefined) return server;
    const password = await askForSecret(passwordQuestion(new URL(server.url).host, totalSteps));
    if (password?.does === 'goOn') return password.value === '' ? server : { ...server, password: password.value };
    if (password === undefined) return undefined;
    shown = server.url;
  }
}

/** Asks for an existing team key. Returns `back` to go to the previous question, `undefined` when the user cancels. */
export async function askForTeamKey(
  tools: TeamTools,
  totalSteps: number,
): Promise<{ readonly key: string } | 'back' | undefined> {
  const answer = await askForSecret(keyQuestion(tools, totalSteps));
  if (answer?.does === 'goOn') return { key: answer.value };
  return answer?.does === 'back' ? 'back' : undefined;
}

function addressQuestion({ readAddress }: TeamTools, shown: string, totalSteps: number): SecretQuestion {
  return {
    title: vscode.l10n.t('Address of the Redis Server'),
    prompt: vscode.l10n.t(
      'rediss://host:port, or redis:// on this computer. The server learns sizes and times, and never a question or an answer: those are encrypted on this computer.',
    ),
    placeholder: 'rediss://redis.example.com:6380',
    step: 1,
    totalSteps,
    shown,
    advise: typed => {
      const read = readAddress(typed);
      if (typeof read === 'string' || read.password === undefined) return undefined;
      return {
        message: vscode.l10n.t('The password is taken out of the address and kept apart.'),
        severity: vscode.InputBoxValidationSeverity.Info,
      };
    },
    read: typed => {
      const read = readAddress(typed);
      return typeof read === 'string' ? addressSentence(read) : { value: typed };
    },
  };
}

function passwordQuestion(host: string, totalSteps: number): SecretQuestion {
  return {
    title: vscode.l10n.t('Password for {host}', { host }),
    prompt: vscode.l10n.t(
      'Kept encrypted by VS Code and sent only to {host}. Leave it empty if the server wants none.',
      {
        host,
      },
    ),
    step: 2,
    totalSteps,
    advise: () => undefined,
    read: typed => ({ value: typed }),
  };
}

function keyQuestion({ readKey }: TeamTools, totalSteps: number): SecretQuestion {
  return {
    title: vscode.l10n.t('Team Key'),
    prompt: vscode.l10n.t(
      'Whoever made the team, or is in it, copies it with this command. Kept encrypted by VS Code and sent nowhere.',
    ),
    placeholder: 'wenxin-team-1.…',
    step: totalSteps,
    totalSteps,
    advise: typed => {
      if (typed.trim() === '') return undefined;
      const read = readKey(typed);
      return typeof read === 'string' ? keySentence(read) : undefined;
    },
    read: typed => {
      if (typed.trim() === '') return vscode.l10n.t('Paste the team key.');
      const read = readKey(typed);
      return typeof read === 'string' ? keySentence(read) : { value: read.key };
    },
  };
}
