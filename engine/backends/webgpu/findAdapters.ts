import { adapterKind, type AdapterKind } from './adapterKind';
import { openDawn } from './dawn';
import { pciAddresses } from './pciGpus';
import { showingOnly } from './showingOnly';

/** A GPU, or what stands in for one. */
export interface FoundAdapter {
  /** As its driver has it; several may have one. */
  readonly name: string;
  /** Where it is on the PCI bus, if it has to be, and can be, told by that from others of its name. */
  readonly address: string | null;
  /** Whether it can be opened: of several that nothing but their name tells apart, the first alone. */
  readonly reachable: boolean;
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
 * The adapters of this machine: discrete GPUs first, software last; of one name, in their order on the bus.
 * @throws UserError where there is no Dawn or no driver.
 */
export async function findAdapters(): Promise<readonly FoundAdapter[]> {
  const found: FoundAdapter[] = [];
  const names = await adapterNames();
  for (const name of new Set(names)) {
    const adapter = await requestAdapter({ name, address: null });
    if (adapter === null) continue;
    const count = names.filter((other) => other === name).length;
    const addresses = await addressesOf(name, count, adapter.info.vendor);
    for (let place = 0; place < count; place++) {
      found.push({
        name,
        address: addresses?.[place] ?? null,
        reachable: place === 0 || addresses !== null,
        kind: adapterKind(name, adapter.info),
        features: usefulFeatures.filter((feature) => adapter.features.has(feature)),
        largestBuffer: Math.min(adapter.limits.maxBufferSize, adapter.limits.maxStorageBufferBindingSize),
      });
    }
  }
  return found.sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind));
}

/** The adapter as found; null where it has gone. Dawn gives the first whose name it is, of those that it is shown. */
export async function requestAdapter({
  name,
  address,
}: Pick<FoundAdapter, 'name' | 'address'>): Promise<GPUAdapter | null> {
  try {
    const gpu = await openDawn(name, address);
    return await showingOnly(address, () => gpu.requestAdapter({ powerPreference: 'high-performance' }));
  } catch {
    return null;
  }
}

/**
 * Addresses of the GPUs of one name, where each can be opened by its own: shown one address, Dawn has to find that name
 * once, and nothing else. null where there is but one, or Dawn goes on seeing others.
 */
async function addressesOf(name: string, count: number, vendor: string): Promise<readonly string[] | null> {
  if (count === 1 || process.platform !== 'linux') return null;
  const addresses = pciAddresses(vendor, count);
  for (const address of addresses ?? []) {
    const shown = await adapterNames(address);
    if (shown.length !== 1 || shown[0] !== name) return null;
  }
  return addresses;
}

/** WebGPU gives one adapter and no list; Dawn has a list for whoever asks for an adapter that is not there. */
async function adapterNames(address: string | null = null): Promise<string[]> {
  const gpu = await openDawn(nobody, address);
  try {
    await showingOnly(address, () => gpu.requestAdapter());
    return [];
  } catch (error) {
    return namesIn(String(error));
  }
}

/** The names in Dawn's list of adapters, one for each. */
export function namesIn(list: string): string[] {
  const names = [...list.matchAll(/^ \* backend: '(\w+)', name: '(.+)'$/gm)];
  // WebGPU on OpenGL lacks what our programs need.
  return names.flatMap(([, backend, name = '']) => (/^opengl/.test(backend ?? '') ? [] : [name]));
}
