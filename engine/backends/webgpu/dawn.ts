import { UserError } from '../../errors';
import { hasVulkanDriver } from './vulkanDrivers';

/** What Dawn may do beyond the standard: f16 on NVIDIA, and its features that are not final. */
const features = 'enable-dawn-features=allow_unsafe_apis,vulkan_enable_f16_on_nvidia';

/**
 * What Dawn is not to do. Time stamps are made coarse, 65 µs, lest pages in a browser spy by them; many a program of ours takes
 * less. Drivers are asked to clear the memory of workgroups: SwiftShader then compiles a store for each number, which takes ten
 * times as long as the loop that Dawn writes without.
 */
const omissions =
  'disable-dawn-features=timestamp_quantization,use_vulkan_zero_initialize_workgroup_memory_extension';

/** Instances must stay, or the adapters that they gave are lost. */
const instances = new Map<string, GPU>();

/**
 * WebGPU, through Dawn.
 * @param adapter name of the GPU that it is to give, or a part of it; any GPU without.
 * @param address of the one GPU that it is to be shown (see `showingOnly`), which takes a Vulkan of its own; null: all.
 * @throws UserError where there is no Dawn for this platform, or no driver.
 */
export async function openDawn(adapter = '', address: string | null = null): Promise<GPU> {
  const key = `${address ?? ''} ${adapter}`;
  const known = instances.get(key);
  if (known !== undefined) return known;
  if (!hasVulkanDriver()) {
    throw new UserError(
      "no Vulkan driver is installed: install your GPU's (for NVIDIA, with its libraries for graphics)",
    );
  }
  const { create, globals } = await import('webgpu').catch((error: unknown) => {
    throw new UserError(`Dawn does not load on this machine: ${String(error)}`);
  });
  Object.assign(globalThis, globals);
  const gpu = create([features, omissions, ...(adapter === '' ? [] : [`adapter=${adapter}`])]);
  // Where tfjs's backend looks whether there is WebGPU at all; Node 20 has no navigator.
  if (!('navigator' in globalThis)) {
    Object.defineProperty(globalThis, 'navigator', { value: {}, configurable: true });
  }
  Object.defineProperty(globalThis.navigator, 'gpu', { value: gpu, configurable: true });
  instances.set(key, gpu);
  return gpu;
}
