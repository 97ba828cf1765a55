import { gpuEnvironment } from './softwareGpu';

/** Lets the processes of the tests find a GPU, which they do by their environment. */
export default async function setup(): Promise<void> {
  Object.assign(process.env, await gpuEnvironment((line) => console.log(line)));
}
