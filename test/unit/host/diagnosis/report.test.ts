import '../../../support/wordingAlone.ts';
import assert from 'node:assert/strict';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { withoutHome } from '../../../../src/host/diagnosis/homeFolder.ts';
import { speak } from '../../../support/vscodeStandIn.ts';

const { reportText } = await import('../../../../src/host/diagnosis/report.ts');
const { networkFindings } = await import('../../../../src/host/diagnosis/surroundings.ts');

describe('The report of a diagnosis', () => {
  beforeEach(() => speak('en'));

  it('hides the home folder in all configured certificate paths', () => {
    const at = (name: string): string => join(homedir(), 'certificates', name);
    const findings = networkFindings(
      { NODE_EXTRA_CA_CERTS: at('extra.pem'), SSL_CERT_FILE: at('ssl.pem') },
      { ca: at('ca.pem'), clientCertificate: { cert: at('own.pem'), key: at('own.key') } },
    );
    const report = reportText(findings, '1.0.0');
    assert.ok(!report.includes(JSON.stringify(homedir()).slice(1, -1)), report);
    for (const name of ['extra.pem', 'ssl.pem', 'ca.pem', 'own.pem', 'own.key']) {
      assert.match(report, new RegExp(`~[\\\\/]+certificates[\\\\/]+${name}`));
    }
  });

  it('shows other paths unchanged', () => {
    const report = reportText(networkFindings({ SSL_CERT_FILE: '/etc/ssl/cert.pem' }, undefined), '1.0.0');
    assert.match(report, /- SSL_CERT_FILE: \/etc\/ssl\/cert\.pem\n/);
  });
});

describe('The home folder in a text', () => {
  it('is hidden in a path, alone, at the end of a sentence and in a URL', () => {
    const hidden = (text: string): string => withoutHome(text, '/home/ann.lee', 'linux');
    assert.equal(hidden('/home/ann.lee/ca.pem'), '~/ca.pem');
    assert.equal(hidden('{"ca":"/home/ann.lee/ca.pem","key":"/home/ann.lee"}'), '{"ca":"~/ca.pem","key":"~"}');
    assert.equal(hidden('There is no /home/ann.lee.'), 'There is no ~.');
    assert.equal(hidden('file:///home/ann.lee/ca.pem'), 'file://~/ca.pem');
    assert.equal(withoutHome('/Users/王/ca.pem', '/Users/王/', 'darwin'), '~/ca.pem');
  });

  it('is not confused with another user’s home, a folder elsewhere, or a pattern', () => {
    for (const text of [
      '/home/anna/ca.pem',
      '/home/ann.lee/ca.pem',
      '/mnt/home/ann/ca.pem',
      '/home/ANN',
      '/home/ann_2',
    ]) {
      assert.equal(withoutHome(text, '/home/ann', 'linux'), text);
    }
    assert.equal(withoutHome('/home/annxlee/ca.pem', '/home/ann.lee', 'linux'), '/home/annxlee/ca.pem');
  });

  it('is found on Windows in any case, with any separator, and in JSON', () => {
    const hidden = (text: string): string => withoutHome(text, String.raw`C:\Users\Ann (Lee)`, 'win32');
    assert.equal(hidden(String.raw`c:\users\ANN (LEE)\ca.pem`), String.raw`~\ca.pem`);
    assert.equal(hidden('C:/Users/Ann (Lee)/ca.pem'), '~/ca.pem');
    const ca = String.raw`C:\Users\Ann (Lee)\ca.pem`;
    assert.equal(hidden(JSON.stringify({ ca })), JSON.stringify({ ca: String.raw`~\ca.pem` }));
    const shared = String.raw`\\server\homes\ann`;
    assert.equal(withoutHome(JSON.stringify(`${shared}\\ca.pem`), shared, 'win32'), String.raw`"~\\ca.pem"`);
  });

  it('is not replaced when it is unknown or the root', () => {
    for (const home of ['', '/']) assert.equal(withoutHome('/etc/ssl/cert.pem', home, 'linux'), '/etc/ssl/cert.pem');
  });
});
