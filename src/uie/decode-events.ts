/** Event groups, `TRIGGER: ROLE: argument; ROLE: argument | TRIGGER: ...`. */
import type { RoleMark, RoleMarks } from './compiled-schema.ts';
import type { Argument, Event } from './records.ts';

const BLANK = 32;
const NO_MARK = { role: '', mark: '' } as const satisfies RoleMark;

/** Adds the groups of one event type to `events`. `value` is squeezed and not empty. */
export function readEvents(type: string, value: string, marks: RoleMarks, events: Event[]): void {
  for (const group of splitGroups(value, marks)) events.push(readGroup(type, group, marks));
}

/**
 * The first piece between ` | ` begins a group, and so does a piece that holds `: ` with a role mark behind it, and
 * one that ends in `:` and is the last or stands before the beginning of a group. Other pieces belong to the group
 * before them.
 */
function splitGroups(value: string, marks: RoleMarks): readonly string[] {
  if (value.indexOf('|') < 0) return [value];
  const pieces = value.split(' | ');
  const groups: string[] = [];
  let pending = '';
  let nextBegins = true;
  for (let index = pieces.length - 1; index >= 0; index--) {
    const piece = pieces[index]!;
    const begins: boolean =
      index === 0 || findRoleMark(piece, marks) >= 0 || (nextBegins && piece.endsWith(':'));
    pending = pending === '' ? piece : `${piece} | ${pending}`;
    if (begins) {
      groups.push(pending);
      pending = '';
    }
    nextBegins = begins;
  }
  return groups.reverse();
}

/** The trigger ends at the first `: ` with a role mark behind it, else at the first `: `, else at a final `:`. */
function readGroup(type: string, group: string, marks: RoleMarks): Event {
  let end = findRoleMark(group, marks);
  if (end < 0) end = findJoint(group, ':', 0);
  if (end < 0) {
    return { type, trigger: (group.endsWith(':') ? group.slice(0, -1) : group).trim(), arguments: [] };
  }
  return { type, trigger: group.slice(0, end).trim(), arguments: readArguments(group.slice(end + 2), marks) };
}

/** The place of the first `: ` that a role mark follows; -1 when there is none. */
function findRoleMark(text: string, marks: RoleMarks): number {
  let at = findJoint(text, ':', 0);
  while (at >= 0 && markAt(text, at + 2, marks) === undefined) at = findJoint(text, ':', at + 1);
  return at;
}

/** Where a sign with a blank behind it stands. The search for one character is by far the fastest there is. */
function findJoint(text: string, sign: ':' | ';', from: number): number {
  let at = text.indexOf(sign, from);
  while (at >= 0 && text.charCodeAt(at + 1) !== BLANK) at = text.indexOf(sign, at + 1);
  return at;
}

/**
 * An argument starts at a role mark, at the beginning or behind `; `, and reaches to the `; ` before the next one.
 * What stands before the first mark is an argument with role `""`; empty arguments are dropped.
 */
function readArguments(rest: string, marks: RoleMarks): readonly Argument[] {
  const found: Argument[] = [];
  let mark = markAt(rest, 0, marks) ?? NO_MARK;
  let start = mark.mark.length;
  let semicolon = findJoint(rest, ';', start);
  while (semicolon >= 0) {
    const next = markAt(rest, semicolon + 2, marks);
    if (next === undefined) {
      semicolon = findJoint(rest, ';', semicolon + 1);
      continue;
    }
    addArgument(found, mark, rest.slice(start, semicolon));
    mark = next;
    start = semicolon + 2 + next.mark.length;
    semicolon = findJoint(rest, ';', start);
  }
  addArgument(found, mark, rest.slice(start));
  return found;
}

function addArgument(found: Argument[], { role }: RoleMark, text: string): void {
  const trimmed = text.trim();
  if (trimmed !== '') found.push({ role, text: trimmed });
}

/** The mark (`role:` with a blank or the end behind it) that stands at `at`. */
function markAt(text: string, at: number, marks: RoleMarks): RoleMark | undefined {
  for (const found of marks) {
    const end = at + found.mark.length;
    if (end !== text.length && text.charCodeAt(end) !== BLANK) continue;
    if (text.startsWith(found.mark, at)) return found;
  }
  return undefined;
}
