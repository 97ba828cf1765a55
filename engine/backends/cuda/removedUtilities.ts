/** What `node:util` had when tfjs-node was written, and has no more since Node.js 23: as much of it as tfjs-node uses. */
const removed = {
  isArray: Array.isArray,
  isNullOrUndefined: (value: unknown) => value === null || value === undefined,
};

/** Puts back what tfjs-node looks for in `util`, the module `node:util`, and leaves alone what is there. */
export function restoreUtilities(util: Record<string, unknown>): void {
  for (const [name, value] of Object.entries(removed)) util[name] ??= value;
}
