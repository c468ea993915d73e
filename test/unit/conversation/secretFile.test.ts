import assert from 'node:assert/strict';
import { isSecretFile } from '../../../src/core/conversation/secrets/secretFile.ts';

describe('A file that holds secrets according to its name', () => {
  for (const path of [
    '.env',
    'app/.env',
    'app/.env.production',
    '.env.local',
    'prod.env',
    'server.pem',
    'tls/server.key',
    'a.p12',
    'a.PFX',
    'release.jks',
    'my.keystore',
    '/home/me/.ssh/id_rsa',
    'id_ed25519',
    'id_ed25519_work',
    '.npmrc',
    '.pypirc',
    '.netrc',
    '_netrc',
    '.git-credentials',
    '/home/me/.aws/credentials',
    'passwords.kdbx',
    'secrets.yaml',
    'secrets.prod.json',
    'client_secret_123.json',
    'service-account-prod.json',
    'prod.tfvars',
    '/home/me/.kube/config',
  ]) {
    it(`is ${path}`, () => assert.equal(isSecretFile(path), true));
  }

  for (const path of [
    '.env.example',
    '.env.sample',
    '.env.template',
    '.env.example.local',
    'id_rsa.pub',
    'src/secrets.ts',
    'secrets.example.yaml',
    'environment.ts',
    'keys.ts',
    'key.ts',
    'monkey.txt',
    'credentials.ts',
    'config',
    'README.md',
  ]) {
    it(`is not ${path}`, () => assert.equal(isSecretFile(path), false));
  }
});
