/** The libraries of CUDA 11.2 and cuDNN 8.1 that TensorFlow 2.9 opens by itself, and those that it needs most. */
const librariesOf: Readonly<Record<string, readonly string[]>> = {
  linux: [
    ...['libcuda.so.1', 'libcudart.so.11.0', 'libcublas.so.11', 'libcublasLt.so.11', 'libcufft.so.10'],
    ...['libcurand.so.10', 'libcusolver.so.11', 'libcusparse.so.11', 'libcudnn.so.8'],
  ],
  win32: [
    ...['nvcuda.dll', 'cudart64_110.dll', 'cublas64_11.dll', 'cublasLt64_11.dll', 'cufft64_10.dll'],
    ...['curand64_10.dll', 'cusolver64_11.dll', 'cusparse64_11.dll', 'cudnn64_8.dll'],
  ],
};

/**
 * Those of the libraries that TensorFlow needs for a GPU which this process does not find: the driver's first, then
 * those of CUDA, then cuDNN. TensorFlow itself only prints a warning and computes on the processor.
 */
export function missingLibraries(
  names: readonly string[] = librariesOf[process.platform] ?? [],
): readonly string[] {
  return names.filter((name) => {
    try {
      // Searched for as TensorFlow does. That it is no addon of Node.js is found out only after it was found.
      process.dlopen({ exports: {} }, name);
      return false;
    } catch (error) {
      return !/did not self-register/i.test(String(error));
    }
  });
}
