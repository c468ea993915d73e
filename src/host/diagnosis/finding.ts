/** One line of a diagnosis, in the user's language. */
export interface Finding {
  /** `info`: a fact that is neither good nor bad. */
  readonly state: 'good' | 'bad' | 'info';
  readonly label: string;
  readonly text: string;
}
