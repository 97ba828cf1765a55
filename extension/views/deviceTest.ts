import { EventEmitter } from 'vscode';
import type { BackendDescription } from '../../engine/protocol/toolProtocol';
import { DisposableStore } from '../dispose';
import type { ToolEngine } from '../engine/toolEngine';

/** The test of what computes here, in an engine of its own: one that warms CUDA up answers nothing else for minutes. */
export class DeviceTest extends DisposableStore {
  private readonly changed = this.add(new EventEmitter<undefined>());
  readonly onDidChange = this.changed.event;
  private running: Promise<void> | null = null;
  private tool: ToolEngine | null = null;
  private backends: readonly BackendDescription[] | null = null;
  private failure: string | null = null;
  private warming = false;

  constructor(private readonly openTool: () => ToolEngine) {
    super();
    this.add({ dispose: () => this.tool?.dispose() });
  }

  /** What the last test found; null before one. */
  get found(): readonly BackendDescription[] | null {
    return this.backends;
  }

  /** Why the last test found nothing; null where it did. */
  get problem(): string | null {
    return this.failure;
  }

  get state(): 'resting' | 'testing' | 'warmingUp' {
    if (this.running === null) return 'resting';
    return this.warming ? 'warmingUp' : 'testing';
  }

  /** Tests, unless a test is under way. Never rejects. */
  run(): Promise<void> {
    this.running ??= this.test().finally(() => {
      this.running = null;
      this.changed.fire(undefined);
    });
    this.changed.fire(undefined);
    return this.running;
  }

  /** Ends a test that is under way, which is a `problem`, and waits until its process has closed its files. */
  async stop(): Promise<void> {
    await this.tool?.restart();
    await this.running;
  }

  private async test(): Promise<void> {
    this.failure = null;
    const tool = this.openTool();
    this.tool = tool;
    try {
      this.backends = await tool.backends(() => {
        this.warming = true;
        this.changed.fire(undefined);
      });
    } catch (error) {
      this.failure = error instanceof Error ? error.message : String(error);
    } finally {
      await tool.restart();
      tool.dispose();
      this.tool = null;
      this.warming = false;
    }
  }
}
