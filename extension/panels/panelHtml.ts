import { randomBytes } from 'node:crypto';
import { Uri, type Webview } from 'vscode';

/** The folder that a panel's page may load files from. */
export function webviewRoot(extensionUri: Uri): Uri {
  return Uri.joinPath(extensionUri, 'dist', 'webview');
}

/** Options of a webview that shows a page of ours. */
export function webviewOptions(extensionUri: Uri) {
  return { enableScripts: true, localResourceRoots: [webviewRoot(extensionUri)] };
}

/** Which page a panel shows. */
export interface PanelPage {
  /** Its script and style sheet in dist/webview, without ending: "runPanel". */
  readonly name: string;
  readonly title: string;
  /** Whether its script starts workers: it does from a blob, as VS Code demands. */
  readonly workers?: boolean;
}

/** A panel's page: a script and its style sheet, and nothing else. What it shows comes in messages. */
export function panelHtml(
  webview: Webview,
  extensionUri: Uri,
  { name, title, workers = false }: PanelPage,
): string {
  const nonce = randomBytes(16).toString('base64');
  const { cspSource } = webview;
  const file = (path: string) =>
    webview.asWebviewUri(Uri.joinPath(webviewRoot(extensionUri), path)).toString();
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src ${cspSource} 'nonce-${nonce}'`,
    'font-src data:',
    'img-src data: blob:',
    ...(workers ? ['worker-src blob:'] : []),
  ].join('; ');
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta http-equiv="Content-Security-Policy" content="${policy}" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>${title}</title>
    <link rel="stylesheet" nonce="${nonce}" href="${file(`${name}.css`)}" />
  </head>
  <body>
    <script nonce="${nonce}" src="${file(`${name}.js`)}"></script>
  </body>
</html>
`;
}
