import { randomBytes } from 'node:crypto';
import { Uri, type Webview } from 'vscode';

/** The folder that the panel's page may load files from. */
export function webviewRoot(extensionUri: Uri): Uri {
  return Uri.joinPath(extensionUri, 'dist', 'webview');
}

/** The panel's page: a script, its style sheet and fonts, and nothing else. What it shows comes in messages. */
export function runPanelHtml(webview: Webview, extensionUri: Uri): string {
  const nonce = randomBytes(16).toString('base64');
  const { cspSource } = webview;
  const file = (name: string) =>
    webview.asWebviewUri(Uri.joinPath(webviewRoot(extensionUri), name)).toString();
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src ${cspSource} 'nonce-${nonce}'`,
    `font-src ${cspSource}`,
    'img-src data: blob:',
  ].join('; ');
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta http-equiv="Content-Security-Policy" content="${policy}" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>SimCLR run</title>
    <link rel="stylesheet" nonce="${nonce}" href="${file('runPanel.css')}" />
  </head>
  <body>
    <script nonce="${nonce}" src="${file('runPanel.js')}"></script>
  </body>
</html>
`;
}
