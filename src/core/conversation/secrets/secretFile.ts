/** Names of files whose purpose is to hold secrets. */
const SECRET_NAMES: readonly RegExp[] = [
  /^\.env(?:rc|\..+)?$/i,
  /\.(?:env|pem|key|ppk|p8|p12|pfx|jks|jceks|bcfks|keystore|kdbx?|gpg|ovpn)$/i,
  /^id_(?:rsa|dsa|ecdsa|ed25519)(?:_sk)?(?:[._-].*)?$/i,
  /^[._](?:npmrc|pypirc|netrc|pgpass|my\.cnf|git-credentials|htpasswd|dockercfg|vault-token|s3cfg|boto)$/i,
  /^(?:client[-_])?secrets?(?:[._-].*)?\.(?:json5?|ya?ml|toml|ini|properties|txt|conf|xml|enc)$/i,
  /^credentials(?:\.(?:json|ya?ml|toml|ini|csv|xml))?$/i,
  /^service[-_]?account.*\.json$/i,
  /\.(?:tfvars(?:\.json)?|tfstate(?:\.backup)?|publishsettings)$/i,
];

/** Files of programs that are recognizable only by their path. */
const SECRET_PATH = /(?:^|\/)(?:\.aws\/config|\.docker\/config\.json|\.kube\/config|\.git\/config|\.gnupg\/.+)$/i;

/** Files made for publication: templates, and public keys. */
const SHOWN_NAME = /[._-](?:example|sample|template|tmpl|dist|defaults?|schema|pub)(?:\.\w+)?$/i;

/**
 * Returns whether a file's name suggests that it holds keys or passwords. `path` has forward slashes, and may be a name
 * alone.
 */
export function isSecretFile(path: string): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1);
  if (SHOWN_NAME.test(name)) return false;
  return SECRET_PATH.test(path) || SECRET_NAMES.some(form => form.test(name));
}
