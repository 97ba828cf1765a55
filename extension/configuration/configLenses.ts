import { CodeLens, l10n, languages, Range, type CodeLensProvider, type TextDocument } from 'vscode';
import { DisposableStore } from '../dispose';
import { commandIds } from '../ids';
import { configSelector } from './configSelector';
import { configSummary } from './configSummary';
import { parseConfig } from './configText';

/** What can be done with a configuration file, above its first line. */
export class ConfigLenses extends DisposableStore implements CodeLensProvider {
  constructor() {
    super();
    this.add(languages.registerCodeLensProvider([...configSelector], this));
  }

  provideCodeLenses(document: TextDocument): CodeLens[] {
    const parsed = parseConfig(document.getText());
    if (parsed === null) return [];
    const top = new Range(0, 0, 0, 0);
    const lens = (command: string, title: string) =>
      new CodeLens(top, { command, title, arguments: [document.uri] });
    return [
      lens(commandIds.startRunFromConfig, l10n.t('$(play) Run · {0}', configSummary(parsed.layer))),
      lens(commandIds.previewConfig, l10n.t('$(eye) Preview views')),
      lens(commandIds.openStudio, l10n.t('$(color-mode) Augmentations')),
    ];
  }
}
