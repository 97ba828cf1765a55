/**
 * The widgets' library tries out a style rule when it is loaded, which the content security policy takes only with its
 * nonce, and the library looks for that here. To be imported before it.
 */
const nonce = document.currentScript?.nonce;
if (nonce !== undefined) {
  const meta = document.createElement('meta');
  meta.setAttribute('property', 'csp-nonce');
  meta.content = nonce;
  document.head.append(meta);
}
