import { Component, type VNode } from 'preact';
import type { TurnView } from '../../protocol/turnView.ts';
import { TurnArticle } from './turnArticle.tsx';

/**
 * Skips rendering while its turn is the same object. Memoized elements would not do: each keeps a reference to its list
 * as of its creation, and so to turns that were released since.
 */
export class KeptTurn extends Component<{ readonly turn: TurnView }> {
  override shouldComponentUpdate({ turn }: { readonly turn: TurnView }): boolean {
    return turn !== this.props.turn;
  }

  override render(): VNode {
    return <TurnArticle turn={this.props.turn} />;
  }
}
