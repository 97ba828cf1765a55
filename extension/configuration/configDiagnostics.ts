import { dirname } from 'node:path';
import { Diagnostic, DiagnosticSeverity, languages, Range, workspace, l10n, type TextDocument } from 'vscode';
import type { DataFacts } from '../../engine/config/checkAgainstData';
import type { ConfigProblem } from '../../engine/config/configProblems';
import type { RunConfig } from '../../engine/config/runConfig';
import { pathExists } from '../commands/pathExists';
import type { DatasetList } from '../datasets/datasetList';
import { DisposableStore } from '../dispose';
import { absoluteSource } from '../start/sourcePath';
import { isConfigDocument } from './configSelector';
import { parseConfig, type ParsedConfig } from './configText';
import { findConfigProblems, wholeConfig } from './findConfigProblems';

/** A document is looked at when nobody has typed for so long, in milliseconds. */
const quietFor = 300;

/** Points out in configuration files what their JSON schema cannot. */
export class ConfigDiagnostics extends DisposableStore {
  private readonly found = this.add(languages.createDiagnosticCollection('simclr'));
  private readonly timers = new Map<TextDocument, NodeJS.Timeout>();

  constructor(private readonly datasets: DatasetList) {
    super();
    this.add(workspace.onDidOpenTextDocument((document) => this.schedule(document, 0)));
    this.add(workspace.onDidChangeTextDocument(({ document }) => this.schedule(document, quietFor)));
    this.add(workspace.onDidCloseTextDocument((document) => this.forget(document)));
    this.add(datasets.onDidChange(() => this.checkAll()));
    this.add({ dispose: () => this.timers.forEach((timer) => clearTimeout(timer)) });
    this.checkAll();
  }

  private checkAll(): void {
    for (const document of workspace.textDocuments) this.schedule(document, 0);
  }

  private schedule(document: TextDocument, delay: number): void {
    if (!isConfigDocument(document)) return;
    clearTimeout(this.timers.get(document));
    this.timers.set(
      document,
      setTimeout(() => void this.check(document), delay),
    );
  }

  private forget(document: TextDocument): void {
    clearTimeout(this.timers.get(document));
    this.timers.delete(document);
    this.found.delete(document.uri);
  }

  private async check(document: TextDocument): Promise<void> {
    const { version, uri } = document;
    const parsed = parseConfig(document.getText());
    const problems = parsed === null ? [] : await this.problems(parsed, document);
    if (document.isClosed || document.version !== version) return;
    this.found.set(
      uri,
      problems.map(({ path, text }) => {
        const { start, end } = parsed?.locate(path) ?? { start: 0, end: 1 };
        const range = new Range(document.positionAt(start), document.positionAt(end));
        const diagnostic = new Diagnostic(range, `${text}.`, DiagnosticSeverity.Error);
        diagnostic.source = 'SimCLR';
        return diagnostic;
      }),
    );
  }

  private async problems({ layer }: ParsedConfig, document: TextDocument): Promise<readonly ConfigProblem[]> {
    const config = wholeConfig(layer);
    const source =
      config === null || document.isUntitled
        ? 'builtin'
        : absoluteSource(config.data.source, dirname(document.uri.fsPath));
    if (source !== 'builtin' && !source.startsWith('~') && !(await pathExists(source))) {
      const text = l10n.t('data.source names {0}, which does not exist', source);
      return [{ path: ['data', 'source'], text }];
    }
    const facts = source === 'builtin' ? null : await this.knownFacts(source);
    return findConfigProblems(layer, ({ data }) => facts && limited(facts, data.limit));
  }

  /** What is known of a data set without opening it. */
  private async knownFacts(source: string): Promise<DataFacts | null> {
    const inspected = this.datasets.inspected(source);
    if (inspected !== undefined) {
      const { images, classes, sides } = inspected;
      return {
        ...{ trainCount: images.train, labelled: classes !== null, memory: null },
        largestSide: sides?.longer.max ?? Infinity,
      };
    }
    const { all } = await this.datasets.get();
    const found = all.find((dataset) => dataset.source === source);
    if (found === undefined || found.trainImages === null) return null;
    return {
      ...{ trainCount: found.trainImages, labelled: found.classes !== null, memory: null },
      largestSide: Infinity,
    };
  }
}

function limited(facts: DataFacts, limit: RunConfig['data']['limit']): DataFacts {
  return limit === null ? facts : { ...facts, trainCount: Math.min(limit, facts.trainCount) };
}
