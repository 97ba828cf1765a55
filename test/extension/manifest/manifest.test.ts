import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test, vi } from 'vitest';
import * as z from 'zod';
import { walkthroughId } from '../../../extension/commands/viewCommands';
import {
  commandIds,
  contextKeys,
  editorTypes,
  panelTypes,
  settingIds,
  viewIds,
} from '../../../extension/ids';

vi.mock('vscode', async () => await import('../fakeVscode'));

const menuItem = z.object({ command: z.string(), when: z.string().optional() });
const manifestSchema = z.object({
  activationEvents: z.array(z.string()),
  capabilities: z.object({
    untrustedWorkspaces: z.object({ supported: z.string(), restrictedConfigurations: z.array(z.string()) }),
    virtualWorkspaces: z.object({ supported: z.boolean() }),
  }),
  extensionKind: z.array(z.string()),
  contributes: z.object({
    commands: z.array(
      z.object({
        command: z.string(),
        title: z.string(),
        category: z.string(),
        enablement: z.string().optional(),
      }),
    ),
    menus: z.record(z.string(), z.array(menuItem)),
    keybindings: z.array(menuItem.extend({ key: z.string() })),
    configuration: z.object({ properties: z.record(z.string(), z.object({ scope: z.string() })) }),
    views: z.record(z.string(), z.array(z.object({ id: z.string(), icon: z.string() }))),
    customEditors: z.array(
      z.object({
        viewType: z.string(),
        displayName: z.string(),
        priority: z.string(),
        selector: z.array(z.object({ filenamePattern: z.string() })),
      }),
    ),
    viewsWelcome: z.array(z.object({ view: z.string(), contents: z.string(), when: z.string() })),
    walkthroughs: z.array(
      z.object({
        id: z.string(),
        icon: z.string(),
        steps: z.array(
          z.object({
            description: z.string(),
            media: z.object({ svg: z.string() }),
            completionEvents: z.array(z.string()),
          }),
        ),
      }),
    ),
  }),
});

const text = readFileSync('package.json', 'utf8');
const manifest = manifestSchema.parse(JSON.parse(text));
const texts = z.record(z.string(), z.string()).parse(JSON.parse(readFileSync('package.nls.json', 'utf8')));
const { contributes } = manifest;

/** Every condition in the manifest. */
const conditions = [
  ...contributes.commands.map(({ enablement = '' }) => enablement),
  ...[...Object.values(contributes.menus).flat(), ...contributes.keybindings].map(({ when = '' }) => when),
  ...contributes.viewsWelcome.map(({ when }) => when),
];

describe('the ids in the code and in the manifest are the same', () => {
  test('commands', () => {
    expect(contributes.commands.map(({ command }) => command).sort()).toEqual(
      Object.values(commandIds).sort(),
    );
    const used = [...Object.values(contributes.menus).flat(), ...contributes.keybindings].map(
      ({ command }) => command,
    );
    expect(used.filter((id) => !Object.values<string>(commandIds).includes(id))).toEqual([]);
  });

  test('views', () => {
    expect(
      Object.values(contributes.views)
        .flat()
        .map(({ id }) => id),
    ).toEqual(Object.values(viewIds));
    const named = conditions.flatMap((when) => [...when.matchAll(/\b(?:view|focusedView) == ([\w.]+)/g)]);
    const known = Object.values<string>(viewIds);
    expect(named.length).toBeGreaterThan(0);
    expect(named.map(([, view = '']) => view).filter((view) => !known.includes(view))).toEqual([]);
    expect(contributes.viewsWelcome.filter(({ view }) => !known.includes(view))).toEqual([]);
  });

  test('settings, of which those that name a program or a folder need trust', () => {
    const settings = Object.keys(contributes.configuration.properties);
    expect(settings.sort()).toEqual(
      Object.values(settingIds)
        .map((id) => `simclr.${id}`)
        .sort(),
    );
    expect(manifest.capabilities.untrustedWorkspaces).toEqual({
      supported: 'limited',
      restrictedConfigurations: ['simclr.enginePath', 'simclr.runsFolder'],
    });
  });

  test('panels, which come back after a reload', () => {
    const events = Object.values(panelTypes).map((type) => `onWebviewPanel:${type}`);
    expect(manifest.activationEvents.filter((event) => event.startsWith('onWebviewPanel'))).toEqual(events);
  });

  test('editors: ours is the first for checkpoints of runs, and one of several for other files', () => {
    expect(
      contributes.customEditors.map(({ viewType, priority, selector }) => [
        viewType,
        priority,
        ...selector.map(({ filenamePattern }) => filenamePattern),
      ]),
    ).toEqual([
      [editorTypes.checkpoint, 'default', '**/checkpoints/step-*.safetensors'],
      [editorTypes.safetensors, 'option', '*.safetensors'],
    ]);
  });

  test('context keys', () => {
    // What a view or a line is compared with is no key.
    const compared = /==? ?\S+|=~ \/.*?\/(?= |$)/g;
    const used = new Set(
      conditions.flatMap((when) => when.replaceAll(compared, '').match(/simclr\.\w+/g) ?? []),
    );
    expect([...used].sort()).toEqual(Object.values<string>(contextKeys).sort());
  });

  test('the walkthrough and the commands that its steps wait for', () => {
    const [walkthrough, ...others] = contributes.walkthroughs;
    expect(others).toEqual([]);
    expect(walkthrough?.id).toBe(walkthroughId);
    expect(walkthrough?.steps).toHaveLength(5);
    const known = [
      ...Object.values(commandIds).map((id) => `onCommand:${id}`),
      ...Object.values(contextKeys).map((key) => `onContext:${key}`),
      ...Object.values(viewIds).map((id) => `onView:${id}`),
    ];
    const events = walkthrough?.steps.flatMap(({ completionEvents }) => completionEvents) ?? [];
    expect(events.filter((event) => !known.includes(event))).toEqual([]);
  });
});

describe('the texts of the manifest', () => {
  test('are all there, and all used', () => {
    const used = new Set([...text.matchAll(/"%([\w.]+)%"/g)].map(([, key]) => key));
    expect(Object.keys(texts).sort()).toEqual([...used].sort());
  });

  test('link to commands that exist', () => {
    const links = Object.values(texts).flatMap((value) => [...value.matchAll(/\(command:([\w.]+)\)/g)]);
    const ours = links
      .map(([, id = '']) => id)
      .filter((id) => id.startsWith('simclr.') && !id.endsWith('.focus'));
    expect(ours.length).toBeGreaterThan(0);
    expect(ours.filter((id) => !Object.values<string>(commandIds).includes(id))).toEqual([]);
  });

  test('no title is that of another command', () => {
    const titles = contributes.commands.map(({ title }) => texts[title.slice(1, -1)]);
    expect(new Set(titles).size).toBe(titles.length);
  });
});

test('every picture is there', () => {
  const steps = contributes.walkthroughs.flatMap(({ icon, steps: of }) => [
    icon,
    ...of.map(({ media }) => media.svg),
  ]);
  const icons = Object.values(contributes.views)
    .flat()
    .map(({ icon }) => icon);
  expect([...steps, ...icons, 'media/icon.png'].filter((path) => !existsSync(path))).toEqual([]);
});

test('whatever starts a program needs a trusted workspace', () => {
  const gated = contributes.commands.filter(({ enablement }) => enablement?.includes('isWorkspaceTrusted'));
  const { startRun, startBuiltin, startOnFolder, startRunOnDataset, startRunFromConfig, resumeRun } =
    commandIds;
  const { previewDataset, previewConfig, testDevices, chooseEngineNode, evaluateCheckpoint, openStudio } =
    commandIds;
  const { findSimilarImages, trainInMicroBatches } = commandIds;
  const { writeReport, exportMetrics, resumeFromCheckpoint, exportEncoder } = commandIds;
  const { installCuda, removeCuda } = commandIds;
  const { runStudy, resumeStudy, stopStudy, writeStudyReport } = commandIds;
  expect(gated.map(({ command }) => command).sort()).toEqual(
    [
      ...[startRun, startBuiltin, startOnFolder, startRunOnDataset, startRunFromConfig, resumeRun],
      ...[previewDataset, previewConfig, testDevices, chooseEngineNode, evaluateCheckpoint, openStudio],
      ...[findSimilarImages, trainInMicroBatches],
      ...[writeReport, exportMetrics, resumeFromCheckpoint, exportEncoder],
      ...[installCuda, removeCuda],
      ...[runStudy, resumeStudy, stopStudy, writeStudyReport],
    ].sort(),
  );
  expect(manifest.capabilities.virtualWorkspaces.supported).toBe(false);
  expect(manifest.extensionKind).toEqual(['workspace']);
});
