import { l10n } from 'vscode';

/** Where a Node.js comes from: the user's setting, the PATH, or the editor, which is built on one. */
export type NodeOrigin = 'setting' | 'path' | 'editor';

/** A Node.js that is there. */
export interface FoundNode {
  /** Absolute path of the program. */
  readonly path: string;
  /** As in `process.versions.node`. */
  readonly version: string;
  readonly origin: NodeOrigin;
}

/** The Node.js that runs the engine. */
export interface EngineNode extends FoundNode {
  /** What it needs in its environment. */
  readonly env: Readonly<Record<string, string>>;
  /** A sentence that says how the engine would be faster; null where it could not. */
  readonly advice: string | null;
}

/** Below this the engine does not start. */
const neededMajor = 20;

/**
 * The version from which the CPU kernels are at their best: 24 where V8 joins 128-bit vectors into 256-bit ones, which
 * is twice the speed; elsewhere 22, the first with relaxed SIMD.
 */
export function preferredMajor(platform: string, architecture: string): number {
  return architecture === 'x64' && platform !== 'darwin' ? 24 : 22;
}

/**
 * Chooses among `found`: the user's choice if there is one, else the newest; of two that are as new, the one that
 * comes first.
 * @param preferred `preferredMajor` of this machine.
 * @throws Error with a sentence for the user where none will do.
 */
export function chooseEngineNode(found: readonly FoundNode[], preferred: number): EngineNode {
  const chosen =
    found.find(({ origin }) => origin === 'setting') ??
    found.reduce<FoundNode | null>(
      (best, node) => (best === null || major(node) > major(best) ? node : best),
      null,
    );
  if (chosen === null) {
    throw new Error(
      l10n.t(
        'The engine needs Node.js {0} or newer, and none was found: install it, or name it in the setting simclr.enginePath.',
        neededMajor,
      ),
    );
  }
  if (major(chosen) < neededMajor) {
    throw new Error(
      l10n.t(
        'The engine needs Node.js {0} or newer, and {1} is {2}: install a newer one, or name it in the setting simclr.enginePath.',
        neededMajor,
        chosen.path,
        chosen.version,
      ),
    );
  }
  return {
    ...chosen,
    // Electron's program is an editor unless it is told to be Node; to a plain Node this says nothing.
    env: chosen.origin === 'editor' ? { ELECTRON_RUN_AS_NODE: '1' } : {},
    advice:
      major(chosen) >= preferred
        ? null
        : l10n.t(
            'The engine runs on Node.js {0}; on Node.js {1} it is faster on this computer: install it, or name it in the setting simclr.enginePath.',
            chosen.version,
            preferred,
          ),
  };
}

function major({ version }: FoundNode): number {
  return Number.parseInt(version, 10);
}
