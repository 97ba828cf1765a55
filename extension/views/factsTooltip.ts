import { MarkdownString } from 'vscode';
import { escapeMarkdown } from './escapeMarkdown';
import type { Fact } from './runFacts';

/** A tooltip of names and values with warnings beneath. Nothing in it is taken for Markdown, whatever files are called. */
export function factsTooltip(
  title: string,
  facts: readonly Fact[],
  warnings: readonly string[] = [],
): MarkdownString {
  const lines = facts.map(([name, value]) => `${escapeMarkdown(name)}: ${escapeMarkdown(value)}`);
  const sections = [
    `**${escapeMarkdown(title)}**`,
    lines.join('  \n'),
    ...warnings.map((warning) => `$(warning) ${escapeMarkdown(warning)}`),
  ];
  return new MarkdownString(sections.join('\n\n'), true);
}
