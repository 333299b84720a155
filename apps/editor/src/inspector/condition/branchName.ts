/** A free name for a path. Arrows refer to it, so it never changes once given. @example branchName(['path1']) // 'path2' */
export function branchName(taken: readonly string[]): string {
  let number = taken.length + 1;
  while (taken.includes(`path${number}`)) number += 1;
  return `path${number}`;
}
