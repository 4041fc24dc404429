/** Event groups, `TRIGGER: ROLE: argument; ROLE: argument | TRIGGER: ...`. */
import type { RoleMarks } from './compiled-schema.ts';
import type { Argument, Event } from './records.ts';

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
  if (!value.includes(' | ')) return [value];
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
  if (end < 0) end = group.indexOf(': ');
  if (end < 0) {
    return { type, trigger: (group.endsWith(':') ? group.slice(0, -1) : group).trim(), arguments: [] };
  }
  return { type, trigger: group.slice(0, end).trim(), arguments: readArguments(group.slice(end + 2), marks) };
}

/** The place of the first `: ` that a role mark follows; -1 when there is none. */
function findRoleMark(text: string, marks: RoleMarks): number {
  let at = text.indexOf(': ');
  while (at >= 0 && markAt(text, at + 2, marks) === undefined) at = text.indexOf(': ', at + 1);
  return at;
}

/**
 * An argument starts at a role mark, at the beginning or behind `; `, and reaches to the `; ` before the next one.
 * What stands before the first mark is an argument with role `""`; empty arguments are dropped.
 */
function readArguments(rest: string, marks: RoleMarks): readonly Argument[] {
  const found: Argument[] = [];
  let mark = markAt(rest, 0, marks) ?? '';
  let start = mark.length;
  let semicolon = rest.indexOf('; ', start);
  while (semicolon >= 0) {
    const next = markAt(rest, semicolon + 2, marks);
    if (next === undefined) {
      semicolon = rest.indexOf('; ', semicolon + 1);
      continue;
    }
    addArgument(found, mark, rest.slice(start, semicolon));
    mark = next;
    start = semicolon + 2 + next.length;
    semicolon = rest.indexOf('; ', start);
  }
  addArgument(found, mark, rest.slice(start));
  return found;
}

function addArgument(found: Argument[], mark: string, text: string): void {
  const trimmed = text.trim();
  if (trimmed !== '') found.push({ role: mark.slice(0, -1), text: trimmed });
}

/** The mark (`role:` with a blank or the end behind it) that stands at `at`. */
function markAt(text: string, at: number, marks: RoleMarks): string | undefined {
  for (const mark of marks) {
    if (!text.startsWith(mark, at)) continue;
    const end = at + mark.length;
    if (end === text.length || text.charCodeAt(end) === 32) return mark;
  }
  return undefined;
}
