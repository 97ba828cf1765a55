import type { Disposable, LogOutputChannel, Webview } from 'vscode';
import type { z } from 'zod';

/**
 * Hears the messages of a page, each checked first; what is none of its messages is ignored, and the log told.
 * @param page what the page is, as the log names it: "the run panel".
 * @param schema of every message that the page may send.
 */
export function onPageMessage<Schema extends z.ZodType>(
  webview: Webview,
  page: string,
  schema: Schema,
  log: LogOutputChannel,
  hear: (message: z.output<Schema>) => void,
): Disposable {
  return webview.onDidReceiveMessage((raw: unknown) => {
    const parsed = schema.safeParse(raw);
    if (parsed.success) hear(parsed.data);
    else log.warn(`A message of ${page} is ignored: ${parsed.error.message}`);
  });
}
