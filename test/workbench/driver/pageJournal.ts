import type { Page } from 'playwright-core';

/** Entries that are kept. */
const most = 20;

/** Keeps the last warnings and errors that a page has logged, VS Code's too: for whoever looks into a failure. */
export function keepJournal(page: Page): readonly string[] {
  const journal: string[] = [];
  page.on('console', (message) => {
    if (message.type() !== 'error' && message.type() !== 'warning') return;
    journal.push(`${new Date().toISOString()} ${message.text().slice(0, 500)}`);
    if (journal.length > most) journal.shift();
  });
  return journal;
}
