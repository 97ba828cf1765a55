import type { LogOutputChannel } from 'vscode';
import type { CudaInstallation } from './cuda/cudaInstallation';
import type { RunControl } from './runs/runControl';
import type { RunStore } from './runs/runStore';
import type { StudyEngines } from './engine/studyEngines';
import type { ToolEngine } from './engine/toolEngine';

/** What every screen and command is built on. */
export interface Services {
  readonly store: RunStore;
  readonly control: RunControl;
  readonly tool: ToolEngine;
  /** A tool engine of its own for work that takes minutes, which the shared one must not be held up by. */
  readonly openTool: () => ToolEngine;
  readonly studyEngines: StudyEngines;
  readonly cuda: CudaInstallation;
  readonly log: LogOutputChannel;
}
