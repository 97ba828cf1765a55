import { window } from 'vscode';
import { DisposableStore } from '../dispose';
import { viewIds } from '../ids';
import type { RunStore } from '../runs/runStore';
import type { StudyStore } from '../studies/studyStore';
import { StudiesTree } from './studiesTree';
import type { StudyNode } from './studyNode';

/** The Studies view. How studies stand is found out only while it is seen. */
export class StudiesView extends DisposableStore {
  private readonly view;

  constructor(studies: StudyStore, runs: Pick<RunStore, 'loaded' | 'refresh'>) {
    super();
    const tree = this.add(new StudiesTree(studies, runs));
    this.view = this.add(
      window.createTreeView<StudyNode>(viewIds.studies, { treeDataProvider: tree, showCollapseAll: true }),
    );
    this.add(this.view.onDidChangeVisibility(({ visible }) => tree.setVisible(visible)));
    tree.setVisible(this.view.visible);
  }
}
