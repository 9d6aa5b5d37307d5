import { Component } from 'react';
import type { ReactNode } from 'react';
import { troubleOf } from '../state/trouble.ts';
import styles from './TroubleBoundary.module.css';

interface BoundaryProps {
  /** What stands here, as the sentence's subject. */
  readonly what: string;
  readonly children: ReactNode;
}

/** Trouble in one part of the page stays there, in words, with a way to try again. */
export class TroubleBoundary extends Component<BoundaryProps, { readonly error: unknown }> {
  override readonly state: { readonly error: unknown } = { error: undefined };

  static getDerivedStateFromError(error: unknown): { readonly error: unknown } {
    return { error: error ?? new Error('unknown') };
  }

  override render(): ReactNode {
    if (this.state.error === undefined) {
      return this.props.children;
    }
    return (
      <div className={styles.trouble} role="alert">
        <p>{this.props.what} ran into trouble; the sound and the document are not touched.</p>
        <p className={styles.detail}>{troubleOf(this.state.error).message}</p>
        <button type="button" className={styles.again} onClick={() => this.setState({ error: undefined })}>
          Try again
        </button>
      </div>
    );
  }
}
