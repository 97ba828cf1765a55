/**
 * The environment of an engine: that of the editor, without what the editor says to its own processes, and with what
 * its Node.js and it need.
 */
export function engineEnvironment(
  editor: NodeJS.ProcessEnv,
  needed: Readonly<Record<string, string>>,
): NodeJS.ProcessEnv {
  const own = Object.entries(editor).filter(([name]) => !/^(VSCODE|ELECTRON)_/i.test(name));
  return { ...Object.fromEntries(own), ...needed };
}
