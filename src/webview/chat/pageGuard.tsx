import * as l10n from '@vscode/l10n';
import { Component, type ComponentChildren, type VNode } from 'preact';
import { usePost } from './post.ts';

export interface PageGuardProps {
  readonly children: ComponentChildren;
  readonly onError: (error: unknown) => void;
}

/** Error boundary: shows an error message and a way to continue if rendering the page fails. */
export class PageGuard extends Component<PageGuardProps, { isBroken: boolean }> {
  override state = { isBroken: false };

  override componentDidCatch(error: unknown): void {
    this.setState({ isBroken: true });
    this.props.onError(error);
  }

  override render(): ComponentChildren {
    return this.state.isBroken ? <PageError /> : this.props.children;
  }
}

function PageError(): VNode {
  const post = usePost();
  return (
    <section class="pageError" role="alert">
      <p>{l10n.t('The chat could not be displayed. The conversation and your draft are kept.')}</p>
      <button type="button" class="button" onClick={() => post({ type: 'reload' })}>
        {l10n.t('Reload')}
      </button>
    </section>
  );
}
