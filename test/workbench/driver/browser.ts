import { chromium, type Browser, type BrowserServer, type LaunchOptions } from 'playwright-core';

/** Where the browser of a window comes from. */
export interface BrowserOptions {
  /** Path of Chromium. */
  readonly chromium: string;
  /** Address of one that runs, as `startBrowser` gives it; else the window has one of its own. */
  readonly browser?: string | undefined;
}

/** Starts a Chromium for windows that are opened by and by. Whoever ends it removes what it has written. */
export async function startBrowser(path: string): Promise<BrowserServer> {
  const server = await chromium.launchServer(launch(path));
  const visitor = await chromium.connect(server.wsEndpoint());
  await loadFirstPage(visitor);
  await visitor.close();
  return server;
}

/** A browser for a window; closed, it takes the window along, but no others. */
export async function openBrowser(options: BrowserOptions): Promise<Browser> {
  const { chromium: path, browser } = options;
  if (browser !== undefined) return chromium.connect(browser);
  const own = await chromium.launch(launch(path));
  await loadFirstPage(own);
  return own;
}

/**
 * Chromium puts its least urgent work off until a page has been loaded, and VS Code's takes long to be: the second webview
 * would wait for that a quarter of a minute.
 */
async function loadFirstPage(browser: Browser): Promise<void> {
  const page = await browser.newPage();
  await page.goto('data:text/html,<title>First</title>');
  await page.close();
}

function launch(path: string): LaunchOptions {
  return {
    executablePath: path,
    args: [
      ...['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-sync'],
      ...['--disable-background-networking', '--disable-component-update'],
    ],
  };
}
