import * as vscode from 'vscode';
import { bearer, mayReceive, type ApiKey } from '../../core/auth/apiKey.ts';
import type { Authorization } from '../../core/authorization.ts';
import type { Endpoint } from '../../core/chat.ts';
import { failureFrom } from '../../core/conversation/answer.ts';
import { describeError } from '../../core/errors.ts';
import type { Logger } from '../../core/logger.ts';
import type { ListedModel } from '../../core/qianfan/modelList.ts';
import type { KnownModel } from '../../core/qianfan/modelDirectory.ts';
import { failureSentence, sentences } from '../failureNotices.ts';
import { COMMANDS } from '../ids.ts';
import { type ModelItem, modelItems, typedItem } from './modelItems.ts';

interface SelectModelOptions {
  readonly endpoint: () => Endpoint;
  readonly current: () => string;
  /** All models that are known now. */
  readonly models: () => readonly KnownModel[];
  /** What is known of any model. */
  readonly find: (id: string) => KnownModel;
  readonly readKey: () => Promise<ApiKey | undefined>;
  /** Reads the service's list, which is free, and remembers it. */
  readonly list: (
    endpoint: Endpoint,
    authorization: Authorization,
    signal: AbortSignal,
  ) => Promise<readonly ListedModel[]>;
  readonly choose: (model: string) => Promise<void>;
  readonly logger: Logger;
}

/** Lets the person choose a model from what is known, which grows while the service's list is read, or type an id. */
export async function selectModel(options: SelectModelOptions): Promise<void> {
  const { endpoint, current, models, find, choose } = options;
  const { host } = new URL(endpoint().baseUrl);
  const input = vscode.window.createQuickPick<ModelItem>();
  const stop = new AbortController();
  let notes: readonly ModelItem[] = [];
  input.title = vscode.l10n.t('Select Model');
  input.placeholder = vscode.l10n.t('Choose a model, or type its id');
  input.matchOnDescription = true;
  const fill = (): void => {
    const typed = input.value.trim();
    const known = models();
    // Another spelling than the catalogue's is another model for some servers.
    const asked = find(typed);
    const isKnown = known.some(({ id }) => id === asked.id);
    const items = [...notes, ...modelItems(known, current(), host)];
    input.items = typed === '' || isKnown ? items : [...items, typedItem(asked, host)];
  };
  const load = async (): Promise<void> => {
    input.busy = true;
    notes = await readList(options, stop.signal);
    if (stop.signal.aborted) return;
    input.busy = false;
    fill();
  };
  try {
    const picked = await new Promise<ModelItem | undefined>(resolve => {
      input.onDidChangeValue(fill);
      input.onDidAccept(() => {
        const [item] = input.selectedItems;
        if (item?.does === 'reload') void load();
        else resolve(item);
      });
      input.onDidHide(() => resolve(undefined));
      fill();
      input.show();
      void load();
    });
    if (picked?.does === 'setCredentials') await vscode.commands.executeCommand(COMMANDS.setCredentials);
    if (picked?.model !== undefined) await choose(picked.model);
  } finally {
    stop.abort();
    input.dispose();
  }
}

/** Reads the service's list, and gives what has to be said about it. */
async function readList(
  { endpoint, current, readKey, list, logger }: SelectModelOptions,
  signal: AbortSignal,
): Promise<readonly ModelItem[]> {
  const target = endpoint();
  const { host, origin } = new URL(target.baseUrl);
  try {
    const apiKey = await readKey();
    if (apiKey === undefined || !mayReceive(apiKey, origin)) {
      const label = vscode.l10n.t('Set a key to load the list of {host}', { host });
      return [note({ does: 'setCredentials', label, iconPath: new vscode.ThemeIcon('key') })];
    }
    await list(target, bearer(apiKey.key), signal);
    return [];
  } catch (error) {
    if (signal.aborted) return [];
    logger.warn(`The list of models cannot be read: ${describeError(error)}`);
    const reason = failureSentence({ host, ...failureFrom(error) }, current());
    const label = vscode.l10n.t('The list of {host} could not be loaded', { host });
    const detail = sentences([reason, vscode.l10n.t('Choose this to try again.')]);
    return [note({ does: 'reload', label, detail, iconPath: new vscode.ThemeIcon('warning') })];
  }
}

function note(item: ModelItem): ModelItem {
  return { ...item, alwaysShow: true };
}
