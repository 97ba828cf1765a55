import { adapterKind, type AdapterKind } from './adapterKind';
import { openDawn } from './dawn';

/** A GPU, or what stands in for one. */
export interface FoundAdapter {
  /** As its driver has it. */
  readonly name: string;
  readonly kind: AdapterKind;
  /** Of those that training uses: `shader-f16`, `subgroups`, `chromium-experimental-subgroup-matrix`, `timestamp-query`. */
  readonly features: readonly string[];
  /** Bytes of the largest buffer. */
  readonly largestBuffer: number;
}

/** Features that our programs or tfjs's use where the adapter has them. */
export const usefulFeatures: readonly string[] = [
  'shader-f16',
  'subgroups',
  'chromium-experimental-subgroup-matrix',
  'timestamp-query',
];

/** A name that no GPU has. */
const nobody = 'no such adapter';

const order: readonly AdapterKind[] = ['discrete', 'integrated', 'software'];

/**
 * The adapters of this machine: discrete GPUs first, software last. Of several with one name, one.
 * @throws UserError where there is no Dawn or no driver.
 */
export async function findAdapters(): Promise<readonly FoundAdapter[]> {
  const found: FoundAdapter[] = [];
  for (const name of await adapterNames()) {
    const adapter = await requestAdapter(name);
    if (adapter === null) continue;
    found.push({
      name,
      kind: adapterKind(name, adapter.info),
      features: usefulFeatures.filter((feature) => adapter.features.has(feature)),
      largestBuffer: Math.min(adapter.limits.maxBufferSize, adapter.limits.maxStorageBufferBindingSize),
    });
  }
  return found.sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind));
}

/** The adapter of a name; null where it has gone. */
export async function requestAdapter(name: string): Promise<GPUAdapter | null> {
  try {
    return await (await openDawn(name)).requestAdapter({ powerPreference: 'high-performance' });
  } catch {
    return null;
  }
}

/** WebGPU gives one adapter and no list; Dawn has a list for whoever asks for an adapter that is not there. */
async function adapterNames(): Promise<string[]> {
  const gpu = await openDawn(nobody);
  try {
    await gpu.requestAdapter();
    return [];
  } catch (error) {
    return namesIn(String(error));
  }
}

/** The names in Dawn's list of adapters, each once. */
export function namesIn(list: string): string[] {
  const names = [...list.matchAll(/^ \* backend: '(\w+)', name: '(.+)'$/gm)];
  // WebGPU on OpenGL lacks what our programs need.
  return [
    ...new Set(names.flatMap(([, backend, name = '']) => (/^opengl/.test(backend ?? '') ? [] : [name]))),
  ];
}
