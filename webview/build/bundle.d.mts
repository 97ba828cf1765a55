import type { BuildOptions } from 'esbuild';

export function webviewBuild(how: {
  readonly minify: boolean;
}): Omit<BuildOptions, 'entryPoints'> & { readonly entryPoints: Record<string, string> };
