/**
 * Whether a name stays inside the folder that it is put into: a relative path with `/`, without `.` and `..`, empty parts,
 * backslashes and control characters.
 */
export function isInnerPath(name: string): boolean {
  return name.split('/').every((part) => part !== '' && part !== '.' && part !== '..' && isPlain(part));
}

function isPlain(part: string): boolean {
  return [...part].every((character) => character >= ' ' && character !== '\\' && character !== '\u007f');
}
