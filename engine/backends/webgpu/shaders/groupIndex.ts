/** Workgroups in one direction of a dispatch; any device can do twice as many. */
export const mostGroups = 32_768;

/**
 * WGSL of a function that gives the number of a workgroup among all of its layer: no direction of a dispatch takes as
 * many as there may be, so that they are folded. Those past the count are for the program to leave out.
 */
export const groupIndex = /* wgsl */ `
fn groupIndex(group: vec3u) -> u32 {
  return group.x + group.y * ${mostGroups}u;
}`;
