import { scriptText } from './scriptText.mjs';
import { usedIcons } from './usedIcons.mjs';

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

/**
 * How the webviews are bundled, for the build and for tests: one script and one style sheet a panel, which
 * load nothing more, for a browser under a strict content security policy.
 */
export function webviewBuild({ minify }) {
  return {
    entryPoints: Object.fromEntries(panels.map((name) => [`webview/${name}`, `webview/${name}/main.ts`])),
    outdir: 'dist',
    bundle: true,
    platform: 'browser',
    target: ['es2023', 'chrome128'],
    format: 'iife',
    sourcemap: true,
    minify,
    plugins: [usedIcons, scriptText],
    logLevel: 'warning',
  };
}
