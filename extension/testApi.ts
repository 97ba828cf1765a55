import type { Disposable, TreeDataProvider } from 'vscode';
import type { Services } from './services';
import type { ExperimentNode } from './views/experimentNode';

/** What `activate` returns, for the tests that run within the extension host. */
export interface ExtensionApi extends Pick<Services, 'store' | 'control' | 'tool'> {
  readonly experiments: TreeDataProvider<ExperimentNode>;
  /** Everything that the extension is made of, to see that it can be disposed of. */
  readonly parts: Disposable;
}
