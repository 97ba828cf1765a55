import type { CancellationToken, MessageConnection, ProgressToken } from 'vscode-jsonrpc/node';
import type { OpenHooks } from '../data/progress';
import { studioDrawRequest, studioOpenRequest, studioShortcutRequest } from '../protocol/studioProtocol';
import type { Studio } from '../studio/studio';
import type { FrameWriter } from './frameWriter';

/** How requests are answered: after a greeting, with errors in a sentence. */
export interface StudioAnswering {
  readonly greeted: <T>(work: () => Promise<T>) => Promise<T>;
  readonly hooks: (token: CancellationToken, progress?: ProgressToken) => OpenHooks;
  /** Takes pixels; null where the client gave no pipe for them. */
  readonly frames: FrameWriter | null;
}

/** Answers the requests of augmentation studios. What they need is loaded with the first. */
export function answerStudios(
  connection: MessageConnection,
  { greeted, hooks, frames }: StudioAnswering,
): void {
  let loaded: Promise<Studio> | null = null;
  const studio = (): Promise<Studio> =>
    (loaded ??= import('../studio/studio').then((module) => new module.Studio()));

  connection.onRequest(studioOpenRequest, ({ progressToken, ...params }, token) =>
    greeted(async () => (await studio()).describe(params, hooks(token, progressToken))),
  );
  connection.onRequest(studioDrawRequest, (params, token) => {
    const { signal } = hooks(token);
    return greeted(async () => {
      // A newer request may have called this one off: its message is read first.
      await new Promise((resolve) => setImmediate(resolve));
      signal?.throwIfAborted();
      const { pixels, ...drawing } = await (
        await studio()
      ).draw(params, signal === undefined ? {} : { signal });
      const bytes = params.packed ? await packed(pixels, drawing.imageSize) : pixels;
      const sent = frames ? { frame: frames.send(bytes) } : { base64: Buffer.from(bytes).toString('base64') };
      return { ...drawing, format: params.packed ? ('jpeg' as const) : ('rgb' as const), pixels: sent };
    });
  });
  connection.onRequest(studioShortcutRequest, (params, token) =>
    greeted(async () => (await studio()).shortcut(params, hooks(token))),
  );
}

/** The decoder of images is loaded with the first views that are sent as a JPEG: runs start without it. */
async function packed(pixels: Uint8Array, imageSize: number): Promise<Uint8Array> {
  const { packViews } = await import('./packViews');
  return packViews(pixels, imageSize);
}
