/** The script of a worker, bundled, as text. */
declare module '*?script' {
  const script: string;
  export default script;
}
