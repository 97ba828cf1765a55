/**
 * An environment in which everything that npm starts takes the same proxy. The download of TensorFlow looks at HTTPS_PROXY, that
 * of its addon (by node-pre-gyp) at http_proxy alone, and neither at the editor's setting.
 * @param editorProxy `http.proxy` of the editor; empty where it names none.
 */
export function npmProxy(env: NodeJS.ProcessEnv, editorProxy: string): NodeJS.ProcessEnv {
  const proxy = valueOf(env, 'https_proxy') ?? (editorProxy === '' ? null : editorProxy);
  if (proxy === null) return env;
  const plain = valueOf(env, 'http_proxy') ?? valueOf(env, 'npm_config_proxy') ?? proxy;
  return { ...env, HTTPS_PROXY: proxy, http_proxy: plain };
}

/** A variable by its name in any case; null where it is missing or empty. */
function valueOf(env: NodeJS.ProcessEnv, name: string): string | null {
  const values = Object.entries(env).flatMap(([key, value]) => (key.toLowerCase() === name ? [value] : []));
  return values.find((value) => value !== undefined && value !== '') ?? null;
}
