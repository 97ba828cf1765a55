import { expect, it } from 'vitest';
import { RunPanelPage } from './driver/runPanelPage';
import { themes, useTheme } from './driver/themes';
import { inVscode, useScene } from './inVscode';
import { writeTrainedSample } from './workspaces/trainedSample';

/** Relative luminance, 0 to 1, of a CSS colour as the browser computes it: "rgb(31, 31, 31)". */
function luminance(color: string): number {
  const [red = 0, green = 0, blue = 0] = (color.match(/[\d.]+/g) ?? []).map((value) => {
    const share = Number(value) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** Contrast of two colours, 1 to 21. */
function contrast(a: string, b: string): number {
  const [dark = 0, bright = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (bright + 0.05) / (dark + 0.05);
}

/** Runs in the page: the colour behind it, and those of its title, state and legends. */
function colorsOfPage(): string[] {
  const probe = document.body.appendChild(document.createElement('i'));
  probe.style.backgroundColor = 'var(--vscode-editor-background)';
  const back = getComputedStyle(probe).backgroundColor;
  probe.remove();
  const texts = [
    ...document.querySelectorAll('h1, .state span:not([aria-hidden]), .legend-label, .legend-value'),
  ].map((text) => getComputedStyle(text).color);
  return [back, ...texts];
}

inVscode('the run panel in the themes', () => {
  const scene = useScene(async (workspace) => {
    await writeTrainedSample(workspace);
  });

  it.each(themes)('is readable in $name', async ({ name, theme, bodyClass }) => {
    const { workbench, workspace } = scene();
    await useTheme(workspace.folder, theme);
    await workbench.showViews();
    await workbench.treeItem('Experiments', /^first, finished/);
    await workbench.runCommand('SimCLR: Open run');
    const panel = await RunPanelPage.find(workbench, 'first');
    await panel.waitForPoints('Loss', 1);
    await panel.waitForTheme(bodyClass);
    const [back, ...texts] = await panel.content.evaluate(colorsOfPage);
    for (const text of texts) expect(contrast(back ?? '', text)).toBeGreaterThan(4.5);
    await workbench.screenshot(`run-panel-${name}`);
  });
});
