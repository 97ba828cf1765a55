import { cudaPackageName } from '../../protocol/cudaPackage';
import { CudaProblem } from './cudaProblem';

/**
 * Says what an error of loading the package in `folder` means. What it is about stands in its first line; a linker's also
 * names the file that needs what is missing.
 */
export function loadProblem(error: unknown, folder: string): CudaProblem {
  const message = error instanceof Error ? error.message : String(error);
  const [line = ''] = message.split('\n');
  const again = `install ${cudaPackageName} anew, with its install script and a network that reaches storage.googleapis.com`;
  if (/^(libtensorflow|tensorflow\.dll)|native addon module.*can ?not be found/i.test(line)) {
    return new CudaProblem(`TensorFlow itself is missing from ${folder}`, again, { cause: error });
  }
  if (/cannot open shared object|specified module could not be found|GLIBC/i.test(line)) {
    const remedy =
      'install that library, or name its folder in LD_LIBRARY_PATH (Windows: the Visual C++ Redistributable, PATH)';
    return new CudaProblem(`TensorFlow lacks a library (${line.trim()})`, remedy, { cause: error });
  }
  return new CudaProblem(
    `${folder} does not load on Node.js ${process.versions.node} (${line.trim()})`,
    again,
    {
      cause: error,
    },
  );
}
