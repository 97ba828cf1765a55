import { chromium, type Browser, type BrowserServer, type LaunchOptions } from 'playwright-core';

/** Where the browser of a window comes from. */
export interface BrowserOptions {
  /** Path of Chromium. */
  readonly chromium: string;
  /** Address of one that runs, as `startBrowser` gives it; else the window has one of its own. */
  readonly browser?: string | undefined;
}

/** Starts a Chromium for windows that are opened by and by. Whoever ends it removes what it has written. */
export function startBrowser(path: string): Promise<BrowserServer> {
  return chromium.launchServer(launch(path));
}

/** A browser for a window; closed, it takes the window along, but no others. */
export function openBrowser(options: BrowserOptions): Promise<Browser> {
  const { chromium: path, browser } = options;
  return browser === undefined ? chromium.launch(launch(path)) : chromium.connect(browser);
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
