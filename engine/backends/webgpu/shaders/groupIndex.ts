/** WGSL of the parameters of `main` that say which workgroup it is, and how many there are in each direction. */
export const groupParameters = '@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u';

/**
 * WGSL of a function that gives the number of a workgroup among all of its layer: no direction of a dispatch takes as
 * many as there may be, so that they are folded. Those past the count are for the program to leave out.
 */
export const groupIndex = /* wgsl */ `
fn groupIndex(group: vec3u, groups: vec3u) -> u32 {
  return group.x + group.y * groups.x;
}`;
