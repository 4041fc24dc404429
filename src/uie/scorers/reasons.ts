/** Why a profile leaves an item out, in the words that `prouie score --explain` prints; undefined where it does not. */
export type Reason = string | undefined;

/** @param types names of the schema, in the form in which the profile compares them */
export function outsideSchema(types: ReadonlySet<string>, type: string): Reason {
  return types.has(type) ? undefined : 'type outside the schema';
}

/** @param mentions all of which must be substrings of the text */
export function absentFrom(text: string, mentions: readonly string[]): Reason {
  return mentions.every((mention) => text.includes(mention)) ? undefined : 'not in the text';
}

/** Against an argument, where there is a reason against its event. */
export function withItsEvent(reason: Reason): Reason {
  return reason === undefined ? undefined : `its event is dropped: ${reason}`;
}
