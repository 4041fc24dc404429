// The tools that take a second and more.
export const slowTools = [];
