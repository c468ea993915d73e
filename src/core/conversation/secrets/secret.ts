/** What a secret looks like it is. */
export type SecretKind =
  | 'privateKey'
  | 'baiduKey'
  | 'awsKey'
  | 'aliyunKey'
  | 'tencentKey'
  | 'githubToken'
  | 'gitlabToken'
  | 'slackToken'
  | 'googleKey'
  | 'stripeKey'
  | 'npmToken'
  | 'apiKey'
  | 'jsonWebToken'
  | 'urlPassword'
  | 'authorization'
  | 'password';

/** A part of a text that should not leave this computer unasked: characters from `start` up to, not including, `end`. */
export interface FoundSecret {
  readonly kind: SecretKind;
  readonly start: number;
  readonly end: number;
}
