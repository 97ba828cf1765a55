import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A GPU on the PCI bus. */
interface PciGpu {
  /** As Linux writes it: `0000:01:00.0`. */
  readonly address: string;
  /** PCI's numbers for who made it and what it is. */
  readonly vendor: number;
  readonly device: number;
}

/** Display controllers: VGA, 3D and others. */
const displayClass = 0x03;

/** WebGPU's names for makers of GPUs that are on the bus, and PCI's numbers. */
const vendors: Readonly<Record<string, number>> = { nvidia: 0x10de, amd: 0x1002, intel: 0x8086 };

/**
 * Addresses of the GPUs that share a name, in their order on the bus: the devices of one kind that are as many.
 * @param vendor as WebGPU has it.
 * @param count how many share the name.
 * @param folder in which Linux lists what is on the bus.
 * @returns null where no kind, or more than one, is there as often, or nobody lists them.
 */
export function pciAddresses(
  vendor: string,
  count: number,
  folder = '/sys/bus/pci/devices',
): readonly string[] | null {
  const gpus = pciGpus(folder).filter((gpu) => gpu.vendor === vendors[vendor.toLowerCase()]);
  const kinds = [...new Set(gpus.map(({ device }) => device))]
    .map((device) => gpus.filter((gpu) => gpu.device === device))
    .filter(({ length }) => length === count);
  const [kind] = kinds;
  return kind === undefined || kinds.length > 1 ? null : kind.map(({ address }) => address);
}

function pciGpus(folder: string): PciGpu[] {
  const number = (address: string, file: string) =>
    Number(readFileSync(join(folder, address, file), 'utf8').trim());
  try {
    return readdirSync(folder)
      .sort()
      .map((address) => ({
        address,
        vendor: number(address, 'vendor'),
        device: number(address, 'device'),
        class: number(address, 'class'),
      }))
      .filter((each) => each.class >>> 16 === displayClass);
  } catch {
    return [];
  }
}
