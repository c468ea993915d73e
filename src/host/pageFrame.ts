import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';

/** Returns the folder of the built pages inside the extension's folder. */
export function pageRoot(extensionUri: vscode.Uri): vscode.Uri {
  return vscode.Uri.joinPath(extensionUri, 'dist', 'webview');
}

/**
 * Returns the HTML that loads a page from its folder. Pages render text from models and other people, so nothing may
 * load from outside the extension, only our script may run, and no text may become HTML.
 */
export function pageFrame(webview: vscode.Webview, extensionUri: vscode.Uri, page: 'chat' | 'usage'): string {
  const uri = (file: string): string =>
    webview.asWebviewUri(vscode.Uri.joinPath(pageRoot(extensionUri), file)).toString();
  const nonce = randomBytes(16).toString('base64');
  const policy = [
    `default-src 'none'`,
    `style-src ${webview.cspSource}`,
    `font-src ${webview.cspSource}`,
    `script-src 'nonce-${nonce}'`,
    `require-trusted-types-for 'script'`,
  ].join('; ');
  return `<!doctype html>
<html lang="${vscode.env.language}">
  <head>
    <meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="${policy}">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <link rel="stylesheet" href="${uri(`${page}.css`)}">
    <title>Ask Wenxin</title>
  </head>
  <body>
    <main id="root"></main>
    <script type="module" nonce="${nonce}" src="${uri(`${page}.js`)}"></script>
  </body>
</html>`;
}
