/** A platform that a package is made for, in VS Code's words, and how npm calls it. */
export interface Target {
  /** As `vsce --target` has it. */
  readonly name: string;
  readonly os: string;
  readonly cpu: string;
  /** Only Linux has two. */
  readonly libc: 'glibc' | 'musl' | null;
}

/** Every platform that sharp has binaries for and VS Code runs on. */
export const targets: readonly Target[] = [
  { name: 'linux-x64', os: 'linux', cpu: 'x64', libc: 'glibc' },
  { name: 'linux-arm64', os: 'linux', cpu: 'arm64', libc: 'glibc' },
  { name: 'alpine-x64', os: 'linux', cpu: 'x64', libc: 'musl' },
  { name: 'darwin-x64', os: 'darwin', cpu: 'x64', libc: null },
  { name: 'darwin-arm64', os: 'darwin', cpu: 'arm64', libc: null },
  { name: 'win32-x64', os: 'win32', cpu: 'x64', libc: null },
  { name: 'win32-arm64', os: 'win32', cpu: 'arm64', libc: null },
];

/** The target of this machine; undefined where there is no package for it. */
export function thisTarget(): Target | undefined {
  const libc = process.platform === 'linux' ? (usesGlibc() ? 'glibc' : 'musl') : null;
  return targets.find(
    (target) => target.os === process.platform && target.cpu === process.arch && target.libc === libc,
  );
}

/** Whether this Node is linked against glibc: its report names the version then. */
function usesGlibc(): boolean {
  const report = process.report.getReport() as { header?: { glibcVersionRuntime?: string } };
  return report.header?.glibcVersionRuntime !== undefined;
}
