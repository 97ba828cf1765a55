/**
 * What Mesa's Vulkan layer for choosing a device, which comes with Mesa's drivers and takes those of others too, goes by:
 * with the mark behind the address it shows that device alone. The other two would override that, or turn the layer off.
 */
function environmentFor(address: string): NodeJS.ProcessEnv {
  return {
    DRI_PRIME: `pci-${address.replaceAll(/[:.]/g, '_')}!`,
    MESA_VK_DEVICE_SELECT: undefined,
    NODEVICE_SELECT: undefined,
  };
}

/**
 * Runs `act`, which makes an instance of Vulkan before it returns, in an environment in which that instance has one GPU
 * alone, if the layer is there and knows the address; else it has all.
 * @param address on the PCI bus, `0000:01:00.0`; null leaves everything as it is.
 */
export function showingOnly<Result>(address: string | null, act: () => Result): Result {
  if (address === null) return act();
  const wanted = environmentFor(address);
  const before = Object.keys(wanted).map((name) => [name, process.env[name]] as const);
  setEnvironment(Object.entries(wanted));
  try {
    return act();
  } finally {
    setEnvironment(before);
  }
}

function setEnvironment(values: readonly (readonly [name: string, value: string | undefined])[]): void {
  for (const [name, value] of values) {
    if (value === undefined) Reflect.deleteProperty(process.env, name);
    else process.env[name] = value;
  }
}
