import { l10n } from 'vscode';
import type { AdapterDescription, BackendDescription } from '../../engine/protocol/toolProtocol';
import { formatBytes } from '../format/formatNumbers';

/** A backend as a line of the Devices tree. */
export interface BackendLine {
  readonly label: string;
  readonly description: string;
  readonly icon: string;
  /** Colour of the theme; null for that of the text. */
  readonly color: string | null;
  /** What more there is to say, beneath it. */
  readonly details: readonly { readonly label: string; readonly value: string; readonly icon: string }[];
}

/** The published name of a backend. */
export function backendName(name: BackendDescription['name']): string {
  switch (name) {
    case 'cpu':
      return 'CPU';
    case 'webgpu':
      return 'WebGPU';
    case 'cuda':
      return 'CUDA';
  }
}

/** Whether new runs use a backend, by the setting `simclr.backend`. */
export function isUsed(backend: BackendDescription, setting: string): boolean {
  return setting === 'auto' ? backend.chosen : backend.name === setting;
}

/** Describes what was found out about a backend. `used`: new runs are computed with it. */
export function describeBackend(backend: BackendDescription, used: boolean): BackendLine {
  const { available, selfTest, detail, reason, remedy, adapters = [] } = backend;
  const failed = selfTest?.passed === false;
  const details = [
    { label: l10n.t('Computes with'), value: detail, icon: 'chip' },
    ...(selfTest === undefined
      ? []
      : [{ label: l10n.t('Self-test'), value: testText(selfTest), icon: 'pulse' }]),
    ...adapters.map((adapter, index) => ({
      label: l10n.t('GPU {0}', index),
      value: adapterText(adapter),
      icon: 'circuit-board',
    })),
    ...(reason === undefined ? [] : [{ label: l10n.t('Not available'), value: reason, icon: 'info' }]),
    ...(remedy === undefined ? [] : [{ label: l10n.t('To get it'), value: remedy, icon: 'lightbulb' }]),
  ];
  const speed = selfTest?.passed ? l10n.t('{0} GFLOP/s', selfTest.gflops.toFixed(0)) : '';
  const words = [used ? l10n.t('for new runs') : '', available ? speed : (reason ?? l10n.t('not available'))];
  return {
    label: backendName(backend.name),
    description: words.filter((word) => word !== '').join(' · '),
    ...(failed || (used && !available)
      ? { icon: 'error', color: 'list.errorForeground' }
      : used
        ? { icon: 'pass-filled', color: 'charts.green' }
        : {
            icon: available ? 'circle-large-outline' : 'circle-slash',
            color: available ? null : 'disabledForeground',
          }),
    details,
  };
}

function testText({ passed, gflops, build, threads }: NonNullable<BackendDescription['selfTest']>): string {
  if (!passed) return l10n.t('failed: it computes wrong numbers here');
  if (threads === 0) return l10n.t('passed, {0} GFLOP/s, {1}', gflops.toFixed(0), build);
  const perThread = l10n.t('{0} GFLOP/s a thread', gflops.toFixed(0));
  return threads === 1
    ? l10n.t('passed, {0}, build "{1}", 1 thread', perThread, build)
    : l10n.t('passed, {0}, build "{1}", {2} threads', perThread, build, threads);
}

function adapterText({ name, kind, reachable, memory, features }: AdapterDescription): string {
  const kinds = {
    discrete: l10n.t('discrete'),
    integrated: l10n.t('integrated'),
    software: l10n.t('in software'),
  };
  const words = [kinds[kind], ...(memory === null ? [] : [formatBytes(memory)]), ...features];
  if (!reachable) words.push(l10n.t('cannot be opened here, as another has its name'));
  return `${name} (${words.join(', ')})`;
}
