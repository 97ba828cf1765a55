import type { RunPanels } from './runPanel/runPanels';
import type { RunControl } from './runs/runControl';
import type { RunStore } from './runs/runStore';

/** What `activate` returns, for the tests that run within the extension host. */
export interface ExtensionApi {
  readonly store: RunStore;
  readonly control: RunControl;
  readonly panels: RunPanels;
}
