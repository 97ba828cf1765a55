/**
 * The environment of an engine: that of the editor, without what the editor says to its own processes, and with what
 * its Node.js needs.
 */
export function engineEnvironment(
  editor: NodeJS.ProcessEnv,
  node: Readonly<Record<string, string>>,
): NodeJS.ProcessEnv {
  const own = Object.entries(editor).filter(([name]) => !/^(VSCODE|ELECTRON)_/i.test(name));
  return { ...Object.fromEntries(own), ...node };
}
