/** Kind of a suspected secret. */
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

/** A part of a text that must not be sent without consent: from `start` up to, but not including, `end`. */
export interface FoundSecret {
  readonly kind: SecretKind;
  readonly start: number;
  readonly end: number;
}
