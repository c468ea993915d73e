import { Component, type VNode } from 'preact';
import type { TurnView } from '../../protocol/turnView.ts';
import { TurnArticle } from './turnArticle.tsx';

/**
 * A turn that is left alone while it is the same object. Nothing of its tree is made again then: what is remembered
 * below a list that changes keeps the list as it was when it was made, and with it the turns that were given back.
 */
export class KeptTurn extends Component<{ readonly turn: TurnView }> {
  override shouldComponentUpdate({ turn }: { readonly turn: TurnView }): boolean {
    return turn !== this.props.turn;
  }

  override render(): VNode {
    return <TurnArticle turn={this.props.turn} />;
  }
}
