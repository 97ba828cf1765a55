import { build } from 'esbuild';
import { createServer } from 'node:http';
import { extname } from 'node:path';
import { webviewBuild } from '../../../webview/build/bundle.mjs';

/** A served page that plays the editor to a panel. */
export interface ServedHarness {
  /** Address of the page, without parameters. */
  readonly address: string;
  close(): Promise<void>;
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
};

const nonce = 'harness';
/** As the extension sets it, with this server in place of the editor's. */
const policy = [
  "default-src 'none'",
  `script-src 'nonce-${nonce}'`,
  `style-src 'self' 'nonce-${nonce}'`,
  'font-src data:',
  'img-src data: blob:',
  'worker-src blob:',
].join('; ');

/** Part of what VS Code puts into every webview. */
const editorStyles = `
html { scrollbar-color: var(--vscode-scrollbarSlider-background) var(--vscode-editor-background); }
body { margin: 0; padding: 0 20px; background: var(--vscode-editor-background); color: var(--vscode-editor-foreground);
  font: var(--vscode-font-weight) var(--vscode-font-size) var(--vscode-font-family); overscroll-behavior-x: none; }
img { max-width: 100%; max-height: 100%; }
input:focus { outline: 1px solid -webkit-focus-ring-color; outline-offset: -1px; }
::-webkit-scrollbar { width: 10px; height: 10px; }
::-webkit-scrollbar-thumb { background-color: var(--vscode-scrollbarSlider-background); }`;

const htmlOf = (panel: string) => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<title>${panel}</title>
<style nonce="${nonce}">${editorStyles}</style>
<link rel="stylesheet" nonce="${nonce}" href="/webview/${panel}.css">
</head>
<body>
<script nonce="${nonce}" src="/harness.js"></script>
<script nonce="${nonce}" src="/webview/${panel}.js"></script>
</body>
</html>
`;

/**
 * Builds a panel and the page from their sources, and serves them on the loopback interface.
 * @param panel whose script and style sheet the page loads: "runPanel".
 * @param editor path of the script that plays the editor to it.
 */
export async function serveHarness(panel: string, editor: string): Promise<ServedHarness> {
  const files = new Map<string, string | Uint8Array>([['/', htmlOf(panel)]]);
  const options = webviewBuild({ minify: true });
  const ofPanel = Object.entries(options.entryPoints).filter(([, path]) =>
    path.startsWith(`webview/${panel}/`),
  );
  const { outputFiles = [] } = await build({
    ...options,
    entryPoints: { ...Object.fromEntries(ofPanel), harness: editor },
    outdir: '/',
    write: false,
    sourcemap: false,
  });
  for (const { path, contents } of outputFiles) files.set(path, contents);
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const file = files.get(pathname);
    response.writeHead(file === undefined ? 404 : 200, {
      'content-type': types[extname(pathname) || '.html'] ?? '',
    });
    response.end(file);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  return {
    address: `http://127.0.0.1:${address.port}/`,
    close: () =>
      new Promise((resolve, reject) => {
        server.closeAllConnections();
        server.close((error) => (error === undefined ? resolve() : reject(error)));
      }),
  };
}
