/** What tfjs-node uses of `node:util` that Node.js 23 has removed, or warns of. */
const removed = {
  isArray: Array.isArray,
  isNullOrUndefined: (value: unknown) => value === null || value === undefined,
};

/** Puts back what tfjs-node looks for in `util`, the module `node:util`. */
export function restoreUtilities(util: Record<string, unknown>): void {
  Object.assign(util, removed);
}
