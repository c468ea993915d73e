import * as l10n from '@vscode/l10n';
import { render } from 'preact';
import type { UsageHostMessage, UsagePageMessage, UsagePicture } from '../../protocol/usage.ts';
import { PostContext } from './post.ts';
import { reduce } from './reducer.ts';
import { UsagePage } from './usagePage.tsx';
import '../style/controls.css';
import './style/page.css';
import './style/header.css';
import './style/figures.css';
import './style/tables.css';
import './style/live.css';

const vscode = acquireVsCodeApi();
const root = document.getElementById('root') ?? document.body;
const post = (message: UsagePageMessage) => vscode.postMessage(message);
let picture: UsagePicture | undefined;

window.addEventListener('message', ({ data: message }: MessageEvent<UsageHostMessage>) => {
  if (message.type === 'snapshot') {
    l10n.config({ contents: message.texts });
    document.title = l10n.t('Usage and Spend');
  }
  picture = reduce(picture, message);
  if (picture === undefined) return;
  render(
    <PostContext.Provider value={post}>
      <UsagePage picture={picture} />
    </PostContext.Provider>,
    root,
  );
});
post({ type: 'ready' });
