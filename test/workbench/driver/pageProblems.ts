import type { ConsoleMessage, Page } from 'playwright-core';

/**
 * Collects what a page's webviews complain of: script errors and violations of the content security policy. What VS
 * Code itself logs is left out.
 */
export function watchProblems(page: Page): readonly string[] {
  const problems: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' && isOurs(message)) problems.push(`${message.text()} (${where(message)})`);
  });
  page.on('pageerror', (error) => {
    if (/dist\/webview|simclr/.test(error.stack ?? '')) problems.push(error.stack ?? error.message);
  });
  return problems;
}

const where = (message: ConsoleMessage): string => message.location().url;

function isOurs(message: ConsoleMessage): boolean {
  const fromWebview = /dist\/webview|simclr-lab|fake\.html/.test(where(message));
  return (
    fromWebview ||
    (/Content Security Policy/i.test(message.text()) && !/\/static\/out\//.test(where(message)))
  );
}
