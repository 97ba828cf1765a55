import { MarkdownString } from 'vscode';
import type { Fact } from './runFacts';

/** A tooltip of names and values with warnings beneath. Nothing in it is taken for Markdown, whatever files are called. */
export function factsTooltip(
  title: string,
  facts: readonly Fact[],
  warnings: readonly string[] = [],
): MarkdownString {
  const tooltip = new MarkdownString('', true);
  tooltip.appendMarkdown('**').appendText(title).appendMarkdown('**\n\n');
  for (const [name, value] of facts) {
    tooltip.appendText(name).appendMarkdown(': ').appendText(value).appendMarkdown('  \n');
  }
  for (const warning of warnings) tooltip.appendMarkdown('\n\n$(warning) ').appendText(warning);
  return tooltip;
}
