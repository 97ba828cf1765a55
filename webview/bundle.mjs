/** The panels: each a folder of this one, with a main.ts. */
const panels = [
  'runPanel',
  'evaluationPanel',
  'comparePanel',
  'embeddingPanel',
  'augmentationStudio',
  'checkpointEditor',
  'similarImages',
  'studyPanel',
];

/** Workers, each the script of one in a panel's folder: they are fetched and started from there. */
const workers = { embeddingWorker: 'embeddingPanel/worker.ts' };

/**
 * How the webviews are bundled, for the build and for tests: one script and one style sheet a panel, beside the fonts
 * they load, for a browser under a strict content security policy.
 */
export function webviewBuild({ minify }) {
  return {
    entryPoints: {
      ...Object.fromEntries(panels.map((name) => [`webview/${name}`, `webview/${name}/main.ts`])),
      ...Object.fromEntries(
        Object.entries(workers).map(([name, path]) => [`webview/${name}`, `webview/${path}`]),
      ),
    },
    outdir: 'dist',
    assetNames: 'webview/[name]',
    bundle: true,
    platform: 'browser',
    target: ['es2023', 'chrome128'],
    format: 'iife',
    sourcemap: true,
    minify,
    loader: { '.ttf': 'file' },
    logLevel: 'warning',
  };
}
