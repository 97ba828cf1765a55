import type { BuildOptions } from 'esbuild';

export function webviewBuild(how: { readonly minify: boolean }): BuildOptions;
