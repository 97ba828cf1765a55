import { resolve } from 'node:path';
import * as esbuild from 'esbuild';

/**
 * Lets a page carry the script of a worker as text: `import script from './worker?script'`. The editor lets a page start
 * a worker from its memory alone, and what is at hand need not be fetched.
 */
export const scriptText = {
  name: 'script as text',
  setup(build) {
    build.onResolve({ filter: /\?script$/ }, async ({ path, resolveDir, kind }) => {
      const found = await build.resolve(path.replace(/\?script$/, ''), { resolveDir, kind });
      return { ...found, namespace: 'script-text' };
    });
    build.onLoad({ filter: /.*/, namespace: 'script-text' }, async ({ path }) => {
      const { target, minify, logLevel } = build.initialOptions;
      const { outputFiles, metafile } = await esbuild.build({
        ...{ target, minify, logLevel, entryPoints: [path], platform: 'browser', format: 'iife' },
        ...{ bundle: true, write: false, metafile: true },
      });
      const watchFiles = Object.keys(metafile.inputs).map((file) => resolve(file));
      return { contents: outputFiles[0].text, loader: 'text', watchFiles };
    });
  },
};
